// Places the notes of an article beside their marks; footnotes.css decides for which screens.
const article = document.querySelector(".article:has(.footnotes)");
const GAP = 14; // pixels

function place() {
  const start = article.getBoundingClientRect().top;
  let free = 0;
  for (const note of article.querySelectorAll(".footnotes__note")) {
    const mark = article.querySelector(`.footnote-mark a[href="#${note.id}"]`);
    const top = Math.max(mark ? mark.getBoundingClientRect().top - start - 4 : 0, free);
    note.style.top = `${top}px`;
    free = top + note.offsetHeight + GAP;
  }
}

if (article) {
  article.classList.add("article--notes");
  new ResizeObserver(place).observe(article);
  document.fonts.ready.then(place);
}
