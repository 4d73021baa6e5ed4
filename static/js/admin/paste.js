/* Pasting from a word processor or another site: headings, lists, links, emphasis and notes stay.

   Draftail drops what it does not know. Here what it would lose is first said in its own words:
   lists of Word, which are paragraphs with a drawn bullet, and notes, which are links to the end of
   the text, become lists and footnotes of the page. */
(() => {
  const { ContentState, EditorState, Modifier, SelectionState, convertFromHTML } = window.DraftJS;
  const MARK = /⟦note:([0-9a-f-]{36})⟧/;
  /* Draft.js knows no raised and lowered letters of HTML: they are marked, and styled afterwards. */
  const SHIFTED = { sup: ["\ue000", "SUPERSCRIPT"], sub: ["\ue001", "SUBSCRIPT"] };
  const HEADINGS = { H1: "h2", H5: "h4", H6: "h4" };

  const rename = (element, name) => {
    const renamed = element.ownerDocument.createElement(name);
    renamed.append(...element.childNodes);
    element.replaceWith(renamed);
    return renamed;
  };

  const fitHeadings = (root) => {
    Object.entries(HEADINGS).forEach(([from, to]) => {
      root.querySelectorAll(from).forEach((heading) => rename(heading, to));
    });
  };

  /* Word: <p style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·</span>Words</p> */
  const makeLists = (root) => {
    root.querySelectorAll("p[style*='mso-list'], p[class^='MsoListParagraph']").forEach((line) => {
      const bullet = line.querySelector("[style*='mso-list:Ignore'], [style*='mso-list: Ignore']");
      if (!bullet) return;
      const kind = /^\s*(\d+|[a-z]|[ivx]+)[.)]/i.test(bullet.textContent) ? "ol" : "ul";
      bullet.remove();
      const before = line.previousElementSibling;
      const list = before && before.localName === kind && before.dataset.made
        ? before
        : root.ownerDocument.createElement(kind);
      if (list !== before) {
        list.dataset.made = "true";
        line.before(list);
      }
      list.append(rename(line, "li"));
    });
  };

  /* Google Docs puts all into one <b> that is not bold. */
  const unwrap = (root) => {
    root.querySelectorAll("b[style*='font-weight:normal'], b[id^='docs-internal-guid']").forEach((wrapper) => {
      wrapper.replaceWith(...wrapper.childNodes);
    });
  };

  const targetOf = (link, root) => {
    const name = decodeURIComponent(link.hash.slice(1));
    return name ? root.querySelector(`[id="${CSS.escape(name)}"], [name="${CSS.escape(name)}"]`) : null;
  };

  /* The note that a link leads to: an element further down, in which a link leads back. */
  const noteOf = (link, root) => {
    const target = targetOf(link, root);
    if (!target || !(link.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING)) return null;
    const note =
      target.closest("[style*='mso-element:footnote'], div[id^='ftn'], div[id^='sdfootnote']") ||
      target.closest("li, p, dd");
    if (!note || note.contains(link)) return null;
    const isBack = (back) => {
      const origin = targetOf(back, root);
      return origin && (origin === link || origin.contains(link) || link.contains(origin));
    };
    const back = [...note.querySelectorAll("a[href]")].find(isBack);
    return back ? { note, back } : null;
  };

  const takeNotes = (root) => {
    const taken = new Map();
    root.querySelectorAll("a[href*='#']").forEach((link) => {
      const found = noteOf(link, root);
      if (!found) return;
      const { note, back } = found;
      if (!taken.has(note)) taken.set(note, { uuid: crypto.randomUUID(), backs: new Set() });
      const entry = taken.get(note);
      entry.backs.add(back);
      const raised = link.closest("sup");
      const mark = raised && raised.textContent.trim() === link.textContent.trim() ? raised : link;
      mark.replaceWith(`⟦note:${entry.uuid}⟧`);
    });
    return [...taken].map(([note, { uuid, backs }]) => {
      backs.forEach((back) => back.remove());
      note.remove();
      return { uuid, html: note.localName === "li" || note.localName === "p" ? `<p>${note.innerHTML}</p>` : note.innerHTML };
    });
  };

  const markShifted = (root) => {
    Object.entries(SHIFTED).forEach(([name, [mark]]) => {
      root.querySelectorAll(name).forEach((element) => element.replaceWith(mark + element.textContent + mark));
    });
  };

  /* Replace each place of the text that a pattern finds, one after the other. */
  const replaceFound = (content, pattern, replace) => {
    let changed = content;
    for (;;) {
      const block = changed.getBlocksAsArray().find((one) => pattern.test(one.getText()));
      if (!block) return changed;
      const match = pattern.exec(block.getText());
      const place = SelectionState.createEmpty(block.getKey()).merge({
        anchorOffset: match.index,
        focusOffset: match.index + match[0].length,
      });
      changed = replace(changed, place, match[1], block.getInlineStyleAt(match.index));
    }
  };

  const setShifted = (content) => Object.values(SHIFTED).reduce(
    (whole, [mark, style]) => replaceFound(
      whole,
      new RegExp(`${mark}([^${mark}]*)${mark}`),
      (changed, place, text, styles) => Modifier.replaceText(changed, place, text, styles.add(style)),
    ),
    content,
  );

  const contentOf = (html) => {
    const { contentBlocks, entityMap } = convertFromHTML(html);
    return ContentState.createFromBlockArray(contentBlocks || [], entityMap);
  };

  /* Put the mark of a footnote wherever the text says that there is one. */
  const setMarks = (content) => replaceFound(content, MARK, (changed, place, note) => {
    const marked = changed.createEntity("FOOTNOTES", "IMMUTABLE", { footnote: note });
    const key = marked.getLastCreatedEntityKey();
    return Modifier.replaceText(marked, place, `[${note.slice(0, 6)}]`, null, key);
  });

  const whenReady = (find, act, tries = 100) => {
    const found = find();
    if (found) act(found);
    else if (tries) setTimeout(whenReady, 50, find, act, tries - 1);
  };

  /* Fill a new form of the footnotes below the text. */
  const addNote = ({ uuid, html }) => {
    const row = document.getElementById("id_footnotes-TOTAL_FORMS").value;
    document.getElementById("id_footnotes-ADD").click();
    const field = (name) => document.getElementById(`id_footnotes-${row}-${name}`);
    whenReady(() => field("uuid"), (input) => {
      input.value = uuid;
      const shown = document.getElementById(`${input.id}_display-value`);
      if (shown) shown.textContent = uuid.slice(0, 6);
    });
    whenReady(() => field("text") && field("text").draftailEditor, (editor) => {
      const state = editor.getEditorState ? editor.getEditorState() : editor.state.editorState;
      editor.onChange(EditorState.push(state, contentOf(html), "insert-fragment"));
    });
  };

  const handlePastedText = (text, html, editorState, { setEditorState }) => {
    if (!html) return "not-handled";
    const root = new DOMParser().parseFromString(html, "text/html").body;
    unwrap(root);
    fitHeadings(root);
    makeLists(root);
    const notes = document.getElementById("id_footnotes-ADD") ? takeNotes(root) : [];
    root.querySelectorAll("hr, style, script, title").forEach((element) => element.remove());
    markShifted(root);
    const fragment = setShifted(setMarks(contentOf(root.innerHTML)));
    const content = editorState.getCurrentContent().merge({ entityMap: fragment.getEntityMap() });
    const pasted = Modifier.replaceWithFragment(content, editorState.getSelection(), fragment.getBlockMap());
    setEditorState(EditorState.push(editorState, pasted, "insert-fragment"));
    // Not before the editor has taken the text over: a new form takes the focus away from it.
    setTimeout(() => notes.forEach(addNote));
    return "handled";
  };

  window.draftail.registerPlugin({ type: "PASTE", handlePastedText }, "plugins");
})();
