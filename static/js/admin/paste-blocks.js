/* Turns pasted HTML into the blocks of Draft.js: a flat list of paragraphs, headings and list items.

   Draft.js itself joins what it does not expect: a `div` beside a `p`, two paragraphs of one list
   item, everything within `sup`. */
(() => {
  const { ContentState, Modifier, SelectionState, convertFromHTML } = window.DraftJS;

  const BLOCKS = new Set(
    ("address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
      + "footer form h1 h2 h3 h4 h5 h6 header hgroup li main menu nav ol p pre search section summary table tbody td "
      + "tfoot th thead tr ul").split(" "),
  );
  const HEADINGS = { h1: "header-two", h2: "header-two", h3: "header-three", h4: "header-four", h5: "header-four", h6: "header-four" };
  const LISTS = { ol: "ordered-list-item", ul: "unordered-list-item", menu: "unordered-list-item" };
  const LINE = { type: "unstyled", depth: 0 };
  const SHIFTED = { sup: ["\ue000", "SUPERSCRIPT"], sub: ["\ue001", "SUBSCRIPT"] };
  const NBSP = "\ue002"; // Draft.js would make it a space.
  const NOTE = /(⟦note:[0-9a-f-]{36}⟧)/;

  const isBlock = (node) => BLOCKS.has(node.localName);
  const holdsBlock = (node) => node.nodeType === Node.ELEMENT_NODE && [...node.querySelectorAll("*")].some(isBlock);
  const isItem = ({ type }) => Object.values(LISTS).includes(type);

  /* Collects blocks: `{ type, depth, element }` each, or `{ table }` where a table stands. */
  class Collector {
    constructor() {
      this.found = [];
      this.open = null;
    }

    /* Add inline content to the open block. The wrappers are the inline elements around it. */
    add(node, kind, wrappers) {
      const isEmpty = !node.textContent.trim();
      const last = this.open?.element.lastChild;
      if (isEmpty && last?.localName === "br") {
        if (node.localName === "br" && !isItem(kind)) this.close(); // Two line breaks divide paragraphs.
        return;
      }
      if (!this.open) {
        if (isEmpty) return;
        this.open = { ...kind, element: document.createElement(kind.element ?? "p") };
        this.found.push(this.open);
      }
      let target = this.open.element;
      wrappers.forEach((wrapper) => { target = target.appendChild(wrapper.cloneNode(false)); });
      target.append(node.cloneNode(true));
    }

    close() {
      this.open = null;
    }

    /* Begin another paragraph; those of one list item stay together. */
    separate(kind) {
      if (!isItem(kind)) this.close();
      else if (this.open && this.open.element.lastChild?.localName !== "br") this.open.element.append(document.createElement("br"));
    }

    list(list, kind, wrappers) {
      this.close();
      const inner = { type: LISTS[list.localName], depth: isItem(kind) ? kind.depth + 1 : 0 };
      list.childNodes.forEach((child) => {
        if (LISTS[child.localName]) this.list(child, inner, wrappers);
        else this.walk(child.localName === "li" ? child.childNodes : [child], inner, wrappers);
        this.close();
      });
    }

    walk(nodes, kind, wrappers) {
      nodes.forEach((node) => {
        const name = node.localName;
        if (name === "table" && node.dataset.index) {
          this.close();
          this.found.push({ table: Number(node.dataset.index) });
        } else if (LISTS[name]) {
          this.list(node, kind, wrappers);
        } else if (isBlock(node)) {
          this.separate(kind);
          this.walk(node.childNodes, this.kindOf(node, kind), wrappers);
          this.separate(kind);
        } else if (holdsBlock(node)) {
          this.walk(node.childNodes, kind, [...wrappers, node]);
        } else {
          this.add(node, kind, wrappers);
        }
      });
    }

    kindOf({ localName: name }, kind) {
      if (isItem(kind)) return kind;
      if (HEADINGS[name]) return { type: HEADINGS[name], depth: 0 };
      return name === "pre" ? { ...LINE, element: "pre" } : kind;
    }
  }

  /* Mark raised and lowered letters, of which Draft.js knows nothing in HTML. */
  const markShifted = (root) => {
    Object.entries(SHIFTED).forEach(([name, [mark]]) => {
      root.querySelectorAll(name).forEach((element) => {
        const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const shift = (text) => (!text || NOTE.test(text) ? text : mark + text + mark);
        while (texts.nextNode()) {
          const node = texts.currentNode;
          if (!/[\ue000\ue001]/.test(node.data)) node.data = node.data.split(NOTE).map(shift).join("");
        }
        element.replaceWith(...element.childNodes);
      });
    });
  };

  const selectionOf = (block, anchorOffset, focusOffset) =>
    SelectionState.createEmpty(block.getKey()).merge({ anchorOffset, focusOffset });

  /* Replace each place of the text that a pattern finds, one after the other. */
  const replaceFound = (content, pattern, replace) => {
    let changed = content;
    for (;;) {
      const block = changed.getBlocksAsArray().find((one) => pattern.test(one.getText()));
      if (!block) return changed;
      const { index, 0: whole, 1: inner } = pattern.exec(block.getText());
      changed = replace(changed, block, index, index + whole.length, inner);
    }
  };

  const setShifted = (content) => Object.values(SHIFTED).reduce(
    (whole, [mark, style]) => replaceFound(
      whole,
      new RegExp(`${mark}([^${mark}]*)${mark}`),
      (changed, block, start, end) => {
        const styled = Modifier.applyInlineStyle(changed, selectionOf(block, start, end), style);
        const shorter = Modifier.removeRange(styled, selectionOf(block, end - 1, end), "forward");
        return Modifier.removeRange(shorter, selectionOf(block, start, start + 1), "forward");
      },
    ),
    content,
  );

  /* Put the mark of a footnote wherever the text says that there is one. */
  const setNotes = (content) => replaceFound(content, /⟦note:([0-9a-f-]{36})⟧/, (changed, block, start, end, note) => {
    const marked = changed.createEntity("FOOTNOTES", "IMMUTABLE", { footnote: note });
    const key = marked.getLastCreatedEntityKey();
    return Modifier.replaceText(marked, selectionOf(block, start, end), `[${note.slice(0, 6)}]`, null, key);
  });

  const collapseSpaces = (element) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { data } = texts.currentNode;
      texts.currentNode.data = data.replace(/[ \t\r\n\f]+/g, " ").replace(/(?<=\S)\u00a0(?=\S)/g, NBSP);
    }
  };

  const trim = (block) => {
    const text = block.getText();
    const start = text.length - text.trimStart().length;
    const end = text.trimEnd().length;
    const words = text.slice(start, end).replaceAll(NBSP, "\u00a0");
    return block.merge({ text: words, characterList: block.getCharacterList().slice(start, end) });
  };

  const draftBlocks = ({ type, depth, element }) => {
    if (element.localName !== "pre") collapseSpaces(element);
    const { contentBlocks } = convertFromHTML(element.outerHTML);
    const blocks = (contentBlocks ?? []).map((block) => block.merge({ type, depth }));
    return element.localName === "pre" ? blocks : blocks.map(trim).filter((block) => block.getText());
  };

  const finished = (blocks) => {
    if (!blocks.length) return blocks;
    return setShifted(setNotes(ContentState.createFromBlockArray(blocks))).getBlocksAsArray();
  };

  /* Divide the content of an element at its tables: `{ blocks }`, `{ table }`, `{ blocks }` …
     A table is an element with its number in `data-index`. */
  const partsOf = (root) => {
    markShifted(root);
    const collector = new Collector();
    collector.walk(root.childNodes, LINE, []);
    const parts = [{ blocks: [] }];
    collector.found.forEach((one) => {
      if (one.table === undefined) parts.at(-1).blocks.push(...draftBlocks(one));
      else parts.push({ table: one.table }, { blocks: [] });
    });
    return parts.map((part) => (part.blocks ? { blocks: finished(part.blocks) } : part));
  };

  const contentOf = (root) => ContentState.createFromBlockArray(partsOf(root).flatMap(({ blocks }) => blocks ?? []));

  window.masthead = { ...window.masthead, blockNames: BLOCKS, contentOf, partsOf };
})();
