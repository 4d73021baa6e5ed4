// The calendar of Wagtail's fields replaces what it cannot read by the present moment as soon as the
// field is left. What was typed stays instead, and the form says what is wrong with it.
window.jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
