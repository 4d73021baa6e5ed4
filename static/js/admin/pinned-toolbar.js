// A side panel that was left open would cover the whole form where it is as wide as the window.
try {
  if (innerWidth < 800) localStorage.removeItem("wagtail:side-panel-open");
} catch {
  // Without storage, none is open.
}

// Wagtail displays the buttons of a text only while words are selected, unless they are pinned.
// Without a choice of the user's own, they are: who never selected anything would not find them.
try {
  const key = "wagtail:draftail-toolbar";
  if (!localStorage.getItem(key)) localStorage.setItem(key, "sticky");
} catch {
  // Without storage, Wagtail's default applies.
}
