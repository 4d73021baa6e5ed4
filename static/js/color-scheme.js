/* The reader's own choice of light or dark, kept in the browser; without it, the system's holds. */
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let kept = null;
  try {
    kept = localStorage.getItem("scheme");
  } catch { /* A browser that keeps nothing still shows the site. */ }
  if (kept === "dark" || kept === "light") root.dataset.scheme = kept;

  const isDark = () => (root.dataset.scheme ?? (system.matches ? "dark" : "light")) === "dark";

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".scheme-switch");
    if (!button) return;
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    show();
    system.addEventListener("change", show);
    button.addEventListener("click", () => {
      root.dataset.scheme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem("scheme", root.dataset.scheme);
      } catch { /* Then it holds for this page. */ }
      show();
    });
  });
})();
