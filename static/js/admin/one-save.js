// Wagtail's autosave and the editor's own click may meet. Two requests for a new page would make it
// twice, and the second is refused since the address is taken; two for one that is there lose the
// comments of the other. The click waits for the autosave.
(() => {
  const form = document.querySelector("#page-edit-form[data-controller~=w-autosave]");
  if (!form) return;
  const ask = window.fetch;
  let underWay = false, leaving = false, waiting = false;

  window.fetch = (address, options) => {
    if (address !== form.action || options?.body === undefined) return ask(address, options);
    if (leaving) return new Promise(() => {});  // What it would save is on its way already.
    underWay = true;
    return ask(address, options);
  };

  // The version that was read is the one just saved, or the editor is told of their own as another's.
  document.addEventListener("w-autosave:success", ({ detail: { data } }) => {
    const { loaded_revision_id: id, loaded_revision_created_at: created } = form.elements;
    if (!id) return;
    id.value = data.revision_id;
    created.value = data.revision_created_at;
  });

  const goOn = () => {
    underWay = false;
    if (waiting) form.requestSubmit();
  };
  document.addEventListener("w-autosave:success", goOn);
  document.addEventListener("w-autosave:error", goOn);

  // Wagtail sends the answers of its dialogs so ("Send back"), past every listener.
  form.submit = () => form.requestSubmit();

  document.addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    if (!underWay) {
      leaving = true;
      return;
    }
    event.preventDefault();
    // By the time it goes on, Wagtail has disabled the button, whose name says what to do.
    if (!waiting && event.submitter?.name) {
      const action = Object.assign(document.createElement("input"), { type: "hidden" });
      action.name = event.submitter.name;
      action.value = event.submitter.value;
      form.append(action);
    }
    waiting = true;
  });
})();
