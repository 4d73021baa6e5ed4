// In a chooser, what was searched for is the name of the entry that is added next.
document.addEventListener("click", ({ target }) => {
  const dialog = target.closest(".modal");
  const tab = dialog?.querySelector("#tab-label-create");
  const isButton = Boolean(target.closest("[data-new-entry]"));
  if (!tab || !isButton && !tab.contains(target)) return;
  const [search, name] = ["#tab-search input[type=text]", "#tab-create input[type=text]"].map((each) => dialog.querySelector(each));
  if (search && name && !name.value) name.value = search.value.trim();
  if (!isButton) return;
  tab.click();
  requestAnimationFrame(() => name?.focus()); // Until then, the field is hidden.
});
