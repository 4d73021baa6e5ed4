/* Suggestions while somebody types into a search field: the editable combobox with a list of the
   ARIA Authoring Practices. Without this, the form searches as it is. */
const PAUSE = 150;

class Suggestions {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("input[type=search]");
    this.list = document.createElement("ul");
    this.list.id = `${this.field.id}-suggestions`;
    this.list.className = "suggestions__list";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.dataset.word);
    form.append(this.list);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    })) this.field.setAttribute(name, value);
    this.field.addEventListener("input", () => this.wait());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.follow(event.target.closest("li")));
  }

  /* What was suggested for another text is nothing to choose from any more. */
  wait() {
    this.dismissed = false;
    this.choose(null);
    if (!this.field.value.trim().startsWith(this.answered ?? "\0")) this.clear();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  /* Never more than one request is under way: what was typed meanwhile is asked after it. */
  async ask() {
    const typed = this.field.value.trim();
    if (typed.length < 2) return this.clear();
    if (this.busy) return void (this.again = true);
    this.busy = true;
    try {
      const answer = await fetch(`${this.form.dataset.suggestions}?q=${encodeURIComponent(typed)}`);
      if (!answer.ok) throw new Error(answer.statusText);
      this.show((await answer.json()).suggestions, typed);
    } catch {
      this.clear();
    } finally {
      this.busy = false;
      if (this.again) {
        this.again = false;
        this.ask();
      }
    }
  }

  show(found, typed) {
    const now = this.field.value.trim();
    if (this.dismissed || document.activeElement !== this.field || !now.startsWith(typed)) return;
    this.answered = typed;
    this.list.replaceChildren(...found.map((each, number) => this.option(each, number)));
    this.choose(null);
    if (found.length) this.open();
    else this.close();
  }

  open() {
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
  }

  option({ title, kind, url }, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.className = "suggestions__option";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = url;
    const words = document.createElement("span");
    words.textContent = title;
    const type = document.createElement("span");
    type.className = "suggestions__kind";
    type.textContent = kind;
    option.append(words, " ", type);
    return option;
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.choose(null);
  }

  clear() {
    this.close();
    this.list.replaceChildren();
  }

  choose(option) {
    this.chosen?.setAttribute("aria-selected", "false");
    this.chosen = option;
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", option.id);
  }

  press(event) {
    if (event.key === "Escape" && (this.busy || !this.list.hidden)) {
      event.preventDefault();
      this.dismissed = true;
      this.close();
    } else if (event.key === "Enter" && this.chosen) {
      event.preventDefault();
      this.follow(this.chosen);
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && this.list.children.length) {
      event.preventDefault();
      this.open();
      const options = [...this.list.children];
      const step = event.key === "ArrowDown" ? 1 : -1;
      const at = options.indexOf(this.chosen);
      const next = at < 0 && step < 0 ? options.length - 1 : at + step;
      this.choose(options[next] ?? null);
    }
  }

  follow(option) {
    if (option) location.assign(option.dataset.url);
  }
}

for (const form of document.querySelectorAll("form[data-suggestions]")) new Suggestions(form);
