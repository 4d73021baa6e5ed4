// Shows the next dates of an event anew whenever a field of its form changes.
document.addEventListener("DOMContentLoaded", () => {
  const shown = document.querySelector("[data-dates]");
  const form = shown?.closest("form");
  if (!form) return;
  let request = new AbortController();
  let timer;

  async function refresh() {
    request.abort();
    request = new AbortController();
    const { signal } = request;
    try {
      const answer = await fetch(shown.dataset.dates, {
        method: "POST",
        body: new FormData(form),
        signal,
      });
      if (answer.ok) shown.innerHTML = await answer.text();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  const concerns = /^(start|end|doors|repeat|time_zone|changes|status|rescheduled)/;
  form.addEventListener("change", (event) => {
    if (!concerns.test(event.target.name ?? "")) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, 200);
  });
});
