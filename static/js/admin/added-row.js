// “Add footnote” and its like lead to the first field of the row that they add.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[id$=-ADD]");
  const rows = button && document.getElementById(button.id.replace(/-ADD$/, "-FORMS"));
  if (!rows || event.detail === 0 && !button.matches(":focus")) return;
  setTimeout(() => {
    const field = "[contenteditable=true], input:not([type=hidden]), textarea, select, button[data-chooser-action-choose]";
    [...(rows.lastElementChild?.querySelectorAll(field) ?? [])].find((each) => each.offsetParent)?.focus();
  }, 100);
});
