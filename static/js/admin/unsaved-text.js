/* Keeps what an editor writes in this browser until the site has it, and offers it again.

   Each form that is opened has a mark. Its fields are kept under the mark, encrypted with a key that
   the site gives to its author alone, and are removed once the site says that the form was saved, or
   after seven days. To restore them, they are sent to the site as a draft. */
(() => {
  const PREFIX = "masthead.unsaved.";
  const WEEK = 7 * 24 * 60 * 60 * 1000;
  const EVERY = 1_000; // milliseconds
  const SETTLED = 2_000; // Until then the scripts of a form fill in its fields.
  const MARK = "unsaved_text";
  const SENT = "masthead.sent"; // the mark of the form that this tab sent last
  // Fields of which no editor writes anything, and those that the site changes as it saves.
  const IGNORED = new Set([
    "csrfmiddlewaretoken", "next", MARK,
    "loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id",
  ]);
  const SERVERS = /^comments-(?!.*-(text|DELETE|resolved)$)|-(id|INITIAL_FORMS|TOTAL_FORMS)$/;
  const { element, say, session } = window.masthead;

  /* The store */

  const entries = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).map((name) => {
    try {
      return { name, ...JSON.parse(localStorage.getItem(name)) };
    } catch {
      return { name, time: 0 };
    }
  });

  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const letters = (buffer) => {
    let text = "";
    new Uint8Array(buffer).forEach((byte) => { text += String.fromCharCode(byte); });
    return btoa(text);
  };

  const keyOf = ({ key }) => crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"]);

  /* Keep an entry. The texts of other forms, and of other users, are never removed for it. */
  const put = (name, entry) => {
    try {
      localStorage.setItem(name, JSON.stringify(entry));
    } catch {
      localStorage.removeItem(name); // An older state of the same form.
      say("This browser has no room to keep what you write. Save often.");
    }
  };

  const encrypt = async (key, data) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(data));
    return { iv: letters(iv), text: letters(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text)) };
  };

  const decrypt = async (key, { iv, text }) => {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, key, bytes(text));
    return JSON.parse(new TextDecoder().decode(plain));
  };

  /* Remove what is saved, too old or unreadable. */
  const tidy = (saved = []) => {
    entries().forEach(({ name, mark, time }) => {
      if (saved.includes(mark) || !(Date.now() - time < WEEK)) localStorage.removeItem(name);
    });
  };

  /* The form */

  const fieldsOf = (data) => [...data.entries()].filter(([name, value]) => !IGNORED.has(name) && typeof value === "string");
  const written = (data) => JSON.stringify(fieldsOf(data).filter(([name]) => !SERVERS.test(name)));

  const isSentBack = (form) => form.dataset.wUnsavedForceValue === "true";

  class Keeper {
    constructor(form, mark, now, key, opened) {
      Object.assign(this, { form, mark, now, key, name: `${PREFIX}${mark}` });
      // What the site sent back with its mistakes is not saved either.
      this.clean = this.last = isSentBack(form) ? null : opened ?? this.current;
      setInterval(() => this.keep(), EVERY);
      document.addEventListener("visibilitychange", () => this.keep());
      form.addEventListener("masthead:autosave", ({ detail }) => { this.sent = written(detail); });
      document.addEventListener("w-autosave:success", () => this.noteSaved());
    }

    get current() {
      return written(new FormData(this.form));
    }

    async keep() {
      const current = this.current;
      if (current === this.last) return;
      this.last = current;
      if (current === this.clean) {
        localStorage.removeItem(this.name);
        return;
      }
      const { loaded_revision_id: id, loaded_revision_created_at: created } = this.form.elements;
      const loaded = { loaded_revision_id: id?.value ?? "", loaded_revision_created_at: created?.value ?? "" };
      const data = await encrypt(this.key, fieldsOf(new FormData(this.form)));
      if (this.last !== current || current === this.clean) return; // It was saved, or changed again.
      put(this.name, { ...data, mark: this.mark, user: this.now.user, path: location.pathname, time: Date.now(), loaded });
    }

    /* Words that were typed while a draft saved itself are not in it: Wagtail takes them for saved. */
    noteSaved() {
      this.clean = this.sent ?? this.current;
      this.last = null;
      localStorage.removeItem(this.name);
      if (this.current === this.clean) return;
      this.keep();
      window.wagtail.app.getControllerForElementAndIdentifier(this.form, "w-autosave")?.save(new Event("masthead:save"));
    }
  }

  /* What was kept before */

  const isOpenElsewhere = async (mark) => {
    const { held } = await navigator.locks.query();
    return held.some((lock) => lock.name === PREFIX + mark);
  };

  const send = (form, { mark, loaded }, fields) => {
    sessionStorage.setItem(SENT, mark);
    const copy = element("form", { method: "post", action: form.action, hidden: true });
    const own = { ...loaded, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, [MARK]: mark };
    [...fields, ...Object.entries(own)].forEach(([name, value]) => {
      copy.append(element("input", { type: "hidden", name, value }));
    });
    document.body.append(copy);
    copy.submit();
  };

  const sentence = ({ time, loaded }, { revision: last }) => {
    const when = new Date(time).toLocaleString(document.documentElement.lang, { dateStyle: "full", timeStyle: "short" });
    const text = `What you wrote here on ${when} was not saved.`;
    if (!last || last.created_at === loaded.loaded_revision_created_at) return text;
    return `${text} Since then ${last.user || "a script"} has saved another version; it stays in the history.`;
  };

  const offer = (form, entry, now, fields) => {
    const restore = element("button", { type: "button", className: "button button-small", textContent: "Restore it" });
    const discard = element("button", { type: "button", className: "button button-small button-secondary", textContent: "Discard it" });
    const box = element("div", { className: "help-block help-warning" }, element("p", { textContent: sentence(entry, now) }), restore, " ", discard);
    box.style.paddingInlineEnd = "10rem"; // Wagtail's own button stands there.
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Unsaved text");
    restore.addEventListener("click", () => send(form, entry, fields));
    discard.addEventListener("click", () => {
      localStorage.removeItem(entry.name);
      box.remove();
    });
    form.before(box);
  };

  const offerLast = async (form, now, key) => {
    if (isSentBack(form)) return; // What was sent stands in the form.
    const found = entries().filter(({ user, path }) => user === now.user && path === location.pathname);
    for (const entry of found.sort((one, other) => other.time - one.time)) {
      if (await isOpenElsewhere(entry.mark)) continue;
      try {
        offer(form, entry, now, await decrypt(key, entry));
        return;
      } catch {
        localStorage.removeItem(entry.name);
      }
    }
  };

  /* Return a function that gives the fields as they were before anything was typed. A user may type
     before the scripts of the form have filled in its fields. */
  const watchFirstWords = (form) => {
    let opened = null;
    const look = ({ isTrusted }) => { if (isTrusted) opened ??= written(new FormData(form)); };
    document.addEventListener("beforeinput", look, true);
    return () => {
      document.removeEventListener("beforeinput", look, true);
      return opened;
    };
  };

  const start = async () => {
    const form = document.querySelector("#page-edit-form");
    const sent = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    if (!form && !entries().length) return;
    // After Back a browser would restore fields of an older version, or what another user typed.
    if (form) form.autocomplete = "off";
    const firstWords = form && watchFirstWords(form);
    const [, page = ""] = location.pathname.match(/\/pages\/(\d+)\/edit\//) ?? [];
    const now = await session(page);
    tidy(now?.saved);
    if (!form || !now || !crypto.subtle) return;
    const mark = crypto.randomUUID();
    form.append(element("input", { type: "hidden", name: MARK, value: mark }));
    const key = await keyOf(now);
    await offerLast(form, now, key);
    navigator.locks.request(PREFIX + mark, () => new Promise(() => {}));
    await new Promise((resolve) => { setTimeout(resolve, SETTLED); });
    const keeper = new Keeper(form, mark, now, key, firstWords());
    if (isSentBack(form)) {
      await keeper.keep();
      localStorage.removeItem(PREFIX + sent); // It is kept as this form now.
    }
    window.masthead = {
      ...window.masthead,
      keepText: () => {
        sessionStorage.setItem(SENT, mark);
        return keeper.keep();
      },
    };
  };

  start();
})();
