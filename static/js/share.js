/* Copies the address of a page; without this, or where the browser refuses, the link is the address. */
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-copy]");
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.href);
    link.nextElementSibling.textContent = link.dataset.copy;
  } catch {
    location.assign(link.href);
  }
});
