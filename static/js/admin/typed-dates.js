// The calendar of Wagtail's fields replaces what it cannot read by the present moment as soon as the
// field is left. What was typed stays instead, and the form says what is wrong with it.
window.jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
// While a time is typed, the list beside the field marks another one.
document.addEventListener("input", ({ target }) => {
  window.jQuery(target).data("xdsoft_datetimepicker")?.trigger("close.xdsoft");
});
