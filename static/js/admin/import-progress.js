// Show how far an import is, and load the page again once it does not work any more.
(() => {
  const INTERVAL = 1_000; // milliseconds
  const part = document.querySelector("[data-import-progress]");
  if (!part) return;
  const [bar, count, activity] = ["progress", "[data-import-count]", "[data-import-activity]"].map((name) => part.querySelector(name));

  // A screen reader would read an unchanged text again.
  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  const show = (now) => {
    if (now.total) {
      bar.max = now.total;
      bar.value = now.done;
    }
    write(count, now.count);
    write(activity, now.activity);
  };

  const ask = async () => {
    try {
      const answer = await fetch(part.dataset.importProgress, { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" });
      const now = answer.ok ? await answer.json() : null;
      if (now && !now.is_active) {
        window.location.reload();
        return;
      }
      if (now) show(now);
    } catch {
      // The site does not answer: the next second comes.
    }
    setTimeout(ask, INTERVAL);
  };

  setTimeout(ask, INTERVAL);
})();
