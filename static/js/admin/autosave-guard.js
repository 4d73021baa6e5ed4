/* Guards what an editor saves.

   Wagtail's autosave and the editor's own click may meet. Two requests for a new page would make it
   twice, and the second is refused since the address is taken; two for one that is there lose the
   comments of the other. The click waits for the autosave. It also waits until the site answers and
   the editor is signed in: a form that is sent without leads to the sign-in page, and is lost. */
(() => {
  const form = document.querySelector("#page-edit-form[data-controller~=w-autosave]");
  if (!form) return;
  const ask = window.fetch;
  // Wagtail says "Saving…" as soon as something changes, but waits before it sends it.
  const state = document.querySelector("#w-autosave-indicator .w-autosave-indicator__state--saving span");
  const [UNSAVED, SAVING] = [document.currentScript.dataset.unsaved, state?.textContent];
  const LEFT = 60_000; // milliseconds; a form that is still shown then was not left
  // The fields that a click adds: ours, and Wagtail's of a decision on a review.
  const ACTIONS = "[data-click], [name=action-workflow-action], [type=hidden][name^=workflow-action-]";
  const putOff = []; // rejects an autosave each
  let underWay = null, waiting = false, isChecked = false, left = false, isRetry = false, declined = false;

  const deferred = () => {
    const made = {};
    made.promise = new Promise((resolve) => { made.resolve = resolve; });
    return made;
  };

  window.fetch = (address, options) => {
    if (address !== form.action || options?.body === undefined) return ask(address, options);
    // The click saves everything. An autosave would also take the decision of a review with it.
    if (waiting) return new Promise((_, reject) => { putOff.push(reject); });
    underWay ??= deferred();
    if (state) state.textContent = SAVING;
    form.dispatchEvent(new CustomEvent("masthead:autosave", { detail: options.body }));
    return ask(address, options);
  };

  const autosave = () => window.wagtail.app.getControllerForElementAndIdentifier(form, "w-autosave");

  const end = () => {
    underWay?.resolve();
    underWay = null;
  };

  document.addEventListener("w-autosave:save", () => {
    if (state && !underWay) state.textContent = UNSAVED;
  });

  // The version that was read is the one just saved, or the editor is told of their own as another's.
  document.addEventListener("w-autosave:success", ({ detail: { data } }) => {
    const { loaded_revision_id: id, loaded_revision_created_at: created } = form.elements;
    if (id) {
      id.value = data.revision_id;
      created.value = data.revision_created_at;
    }
    isRetry = declined = false;
    end();
  });

  document.addEventListener("w-autosave:error", async ({ detail: { type } }) => {
    end();
    // Who does not want to sign in now is not asked with every autosave, but by the next click.
    if (waiting || declined || !["network_error", "server_error"].includes(type)) return;
    const state = await window.masthead.whenBack();
    declined = state === "away";
    // A token that was lost is there again. What else the site may mean is not asked for ever.
    if (state === "away" || (state === "same" && isRetry)) return;
    isRetry = true;
    autosave()?.clearRetries();
    // Each call has an event of its own: Wagtail takes two without one for the same.
    autosave()?.save(new Event("masthead:save"));
  });

  // Wagtail sends the answers of its dialogs so ("Send back"), past every listener.
  form.submit = () => form.requestSubmit();

  /* By the time it goes on, Wagtail has disabled the button, whose name says what to do. */
  const keepAction = (button) => {
    if (!button?.name) return;
    const action = window.masthead.element("input", { type: "hidden", name: button.name, value: button.value });
    action.dataset.click = "";
    form.append(action);
  };

  /* The form stays: Wagtail's autosave takes a request that was put off for a network error. */
  const release = () => {
    waiting = isChecked = left = false;
    putOff.splice(0).forEach((reject) => reject(new TypeError("Put off by a click.")));
    form.querySelectorAll(ACTIONS).forEach((action) => action.remove());
    window.masthead.resetButtons();
  };

  const goOn = async () => {
    await underWay?.promise;
    await window.masthead.keepText?.();
    declined = await window.masthead.whenBack() === "away";
    if (declined) {
      release();
      return;
    }
    await underWay?.promise;
    await window.masthead.whenHandedOver();
    isChecked = true;
    form.requestSubmit();
  };

  document.addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    if (isChecked && !left) {
      left = true;
      setTimeout(release, LEFT); // The user may have stopped the browser.
      return;
    }
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    keepAction(event.submitter);
    goOn();
  });

  // A browser passes over a field in a tab that a script has yet to open.
  window.addEventListener("load", () => form.querySelector("[autofocus]")?.focus());
})();
