/* Whether the person at the keyboard is still signed in, and a way to sign in again in place.

   `masthead.session(page)` asks the site until it answers. `masthead.whenBack()` waits until the
   site answers and the same person is signed in, and tells whether anything was wrong before. Each
   form but that of a page, which the guard of the autosave sends, waits so before it is sent. */
(() => {
  const { session: sessionUrl, signIn: signInUrl, signOut: signOutUrl } = document.currentScript.dataset;
  const RETRY = 3_000; // milliseconds
  const HANDED_OVER = 400; // milliseconds
  let owner = null; // who was signed in when the site was first asked
  let waiting = null;

  /* Return what the site says of the session, or null where nobody is signed in.
     Throws where the site does not answer. */
  const session = async (page = "") => {
    const answer = await fetch(`${sessionUrl}?page=${page}`, {
      headers: { Accept: "application/json" },
      redirect: "manual",
      cache: "no-store",
    });
    if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) return null;
    if (!answer.ok) throw new Error(`The site answered with ${answer.status}.`);
    return answer.json();
  };

  const remember = (now) => {
    owner ??= now;
    return now;
  };

  /* A new session has another token, without which the site refuses every form. */
  const takeToken = ({ csrf_token: token }) => {
    window.wagtailConfig.CSRF_TOKEN = token;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
  };

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  /* One notice at the bottom of the page. */
  const notice = element("div", { className: "help-block help-warning", hidden: true });
  notice.setAttribute("role", "status");
  Object.assign(notice.style, { position: "fixed", insetBlockEnd: "6rem", insetInlineEnd: "2rem", maxWidth: "30rem", zIndex: 1000 });

  const say = (text) => {
    if (!notice.isConnected) document.body.append(notice);
    if (notice.textContent !== text) notice.textContent = text;
    notice.hidden = !text;
  };

  const pause = () => new Promise((resolve) => {
    const timer = setTimeout(resolve, RETRY);
    window.addEventListener("online", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });

  const signOut = ({ csrf_token: token }) => {
    const { CSRF_HEADER_NAME: name } = window.wagtailConfig;
    return fetch(signOutUrl, { method: "POST", headers: { [name]: token }, redirect: "manual" });
  };

  const STILL_HERE = () =>
    `What you wrote is still in this form${window.masthead.keepText ? ", and it is kept in this browser" : ""}.`;
  const SIGNED_OUT = () => `You were signed out. ${STILL_HERE()} Sign in, and go on where you are.`;

  /* Let somebody sign in within this page, in whatever way the site asks for. */
  const signInHere = () => new Promise((resolve) => {
    const text = element("p", { textContent: SIGNED_OUT() });
    text.setAttribute("role", "status");
    const address = `${signInUrl}?next=${encodeURIComponent(sessionUrl)}`;
    const frame = element("iframe", { title: "Sign in", src: address });
    Object.assign(frame.style, { display: "block", inlineSize: "min(40rem, 85vw)", blockSize: "min(34rem, 65vh)", border: 0 });
    const other = element("button", { type: "button", className: "button", textContent: `Sign in as ${owner?.name ?? ""}`, hidden: true });
    const later = element("button", { type: "button", className: "button button-secondary", textContent: "Not now" });
    const dialog = element("dialog", { className: "w-p-5" }, text, frame, element("p", { className: "w-mt-5" }, other, " ", later));
    dialog.setAttribute("aria-label", "Sign in again");
    const end = (isSignedIn) => {
      dialog.close(); // gives the focus back
      dialog.remove();
      resolve(isSignedIn);
    };
    const choose = (now) => {
      frame.hidden = Boolean(now);
      frame.style.display = now ? "none" : "block";
      other.hidden = !now;
      text.textContent = now ? `${now.name} is signed in here, and this text belongs to ${owner.name}.` : SIGNED_OUT();
      other.onclick = async () => {
        await signOut(now).catch(() => null);
        choose(null);
        frame.src = address;
      };
    };
    frame.addEventListener("load", async () => {
      const now = remember(await session().catch(() => null));
      if (now && now.user === owner.user) end(true);
      else if (now) choose(now);
    });
    later.addEventListener("click", () => end(false));
    dialog.addEventListener("cancel", () => end(false));
    document.body.append(dialog);
    dialog.showModal();
  });

  /* Return "same" where all was well, "back" where it is now, "away" where the person declined. */
  const waitUntilBack = async () => {
    let state = "same";
    for (;;) {
      try {
        const now = remember(await session());
        if (now && now.user === owner.user) {
          takeToken(now);
          say("");
          return state;
        }
        say("");
        if (!await signInHere()) return "away";
      } catch {
        say(`The site does not answer. ${STILL_HERE()} Saving goes on once it answers again.`);
        await pause();
      }
      state = "back";
    }
  };

  const whenBack = () => {
    waiting ??= waitUntilBack().finally(() => { waiting = null; });
    return waiting;
  };

  /* Ask until the site answers. */
  const askForSession = async (page) => {
    for (;;) {
      try {
        return remember(await session(page));
      } catch {
        await pause();
      }
    }
  };

  /* After a click that leads nowhere. Wagtail's buttons count its seconds. */
  const resetButtons = () => {
    document.querySelectorAll("[data-controller~=w-progress]").forEach((button) => {
      button.removeAttribute("disabled");
      button.dataset.wProgressLoadingValue = "false";
    });
  };

  /* Draftail hands what was typed over to the form a quarter of a second later. */
  let typed = 0;
  ["beforeinput", "paste", "drop"].forEach((name) => {
    document.addEventListener(name, () => { typed = Date.now(); }, true);
  });

  const whenHandedOver = async () => {
    for (let left; (left = typed + HANDED_OVER - Date.now()) > 0;) {
      await new Promise((resolve) => { setTimeout(resolve, left); });
    }
  };

  const guardForms = () => {
    const isGuarded = (form) => form.method === "post" && form.closest("main") && !form.matches("[data-controller~=w-autosave]");
    if (!document.getElementById("wagtail-sidebar") || ![...document.forms].some(isGuarded)) return;
    askForSession();
    let checking = false, checked = null;
    document.addEventListener("submit", async (event) => {
      const { target: form, submitter: button } = event;
      if (event.defaultPrevented || !isGuarded(form) || form === checked) return;
      event.preventDefault();
      if (checking) return;
      checking = true;
      const state = await whenBack();
      await whenHandedOver();
      checking = false;
      if (state === "away") {
        resetButtons();
        return;
      }
      button?.removeAttribute("disabled"); // A disabled one would not say what to do.
      checked = form;
      form.requestSubmit(button);
      checked = null;
    });
  };

  window.masthead = {
    ...window.masthead,
    element,
    resetButtons,
    say,
    session: askForSession,
    whenBack,
    whenHandedOver,
  };
  guardForms();
})();
