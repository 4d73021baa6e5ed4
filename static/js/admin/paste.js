/* Pasting from a word processor or another site: headings, lists, links, emphasis, notes and tables
   stay. Notes, which are links to the end of the text, become footnotes of the page, and tables
   become blocks of their own. */
(() => {
  const { ContentState, EditorState, Modifier } = window.DraftJS;
  const { attempt, cleanPaste, contentOf, linesOf, partsOf, tableState } = window.masthead;

  /* Notes */

  const decoded = (hash) => {
    try {
      return decodeURIComponent(hash);
    } catch {
      return hash; // The address of another page, in which "%" is only a sign.
    }
  };

  const targetOf = (link, root) => {
    const name = decoded(link.hash.slice(1));
    return name ? root.querySelector(`[id="${CSS.escape(name)}"], [name="${CSS.escape(name)}"]`) : null;
  };

  const leadsBack = (back, link, root) => {
    const origin = targetOf(back, root);
    return origin && (origin === link || origin.contains(link) || link.contains(origin));
  };

  /* A number, a letter or a sign, maybe in brackets: other links are words of the text. */
  const MARK = /^\W*(note|fn)?\W*(\d{1,4}|[ivxlcdm]{1,7}|[a-z]{1,2})?\W*$/i;

  const NOTE = "[style*='mso-element:footnote'], [style*='mso-element:endnote'], "
    + "div[id^='ftn'], div[id^='edn'], div[id^='sdfootnote'], div[id^='sdendnote']";

  /* The element of a note: all its paragraphs, where they share an element with no other note. */
  const wholeNote = (target) => {
    const paragraph = target.closest(NOTE) ?? target.closest("li, p, dd");
    const around = paragraph?.parentElement;
    const isOwn = around?.localName === "div" && around.querySelectorAll("a[href*='#']").length === 1;
    return isOwn ? around : paragraph;
  };

  /* The note that a link leads to: an element further down, in which a link leads back. */
  const noteOf = (link, root) => {
    const target = targetOf(link, root);
    if (!target || !(link.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING)) return null;
    const note = wholeNote(target);
    if (!note || note.contains(link)) return null;
    const back = [...note.querySelectorAll("a[href]")].find((one) => leadsBack(one, link, root));
    return back ? { note, back } : null;
  };

  const takeNotes = (root) => {
    const taken = new Map();
    root.querySelectorAll("a[href*='#']").forEach((link) => {
      const found = link.closest("table") || !MARK.test(link.textContent) ? null : attempt(noteOf, link, root);
      if (!found) return; // No table has room for the mark of a note.
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
      return { uuid, note };
    });
  };

  /* Tables */

  /* Number each table where it becomes a block, and else replace it with its rows as lines. */
  const takeTables = (root, canInsert) => {
    const tables = [];
    root.querySelectorAll("table").forEach((table) => {
      delete table.dataset.index;
      // Newsletters put texts into tables, and tables into tables; their cells are read as paragraphs.
      const isLayout = table.querySelector("table") || table.querySelectorAll("td, th").length < 2;
      if (isLayout || table.parentElement.closest("table[data-index]")) return;
      if (canInsert) {
        table.dataset.index = tables.length;
        tables.push(tableState(table));
      } else {
        table.replaceWith(...linesOf(table));
      }
    });
    return tables;
  };

  /* The stream in which an element stands, and its place there, if a table may follow it. */
  const placeOf = (element) => {
    const roots = [...document.querySelectorAll("[id$='-root']")].map((root) => root.rootBlock);
    for (const stream of roots) {
      const children = stream?.children ?? [];
      const index = children.findIndex((child) => child.element?.contains(element));
      if (index >= 0 && children[index].type === "paragraph" && stream.blockDef.childBlockDefsByName?.table) {
        return { stream, index };
      }
    }
    return null;
  };

  /* Draft.js */

  const whenReady = (find, act, tries = 100) => {
    const found = find();
    if (found) act(found);
    else if (tries) setTimeout(whenReady, 50, find, act, tries - 1);
  };

  const stateOf = (editor) => (editor.getEditorState ? editor.getEditorState() : editor.state.editorState);

  const withFragment = (state, blocks) => {
    const content = Modifier.replaceWithFragment(
      state.getCurrentContent(), state.getSelection(), ContentState.createFromBlockArray(blocks).getBlockMap(),
    );
    return EditorState.push(state, content, "insert-fragment");
  };

  /* Fill a new form of the footnotes below the text. */
  const addNote = ({ uuid, note }) => {
    const row = document.getElementById("id_footnotes-TOTAL_FORMS").value;
    document.getElementById("id_footnotes-ADD").click();
    const field = (name) => document.getElementById(`id_footnotes-${row}-${name}`);
    whenReady(() => field("uuid"), (input) => {
      input.value = uuid;
      const shown = document.getElementById(`${input.id}_display-value`);
      if (shown) shown.textContent = uuid.slice(0, 6);
    });
    whenReady(() => field("text") && field("text").draftailEditor, (editor) => {
      editor.onChange(EditorState.push(stateOf(editor), contentOf(note), "insert-fragment"));
    });
  };

  const hasText = (blocks) => blocks.some((block) => block.getText().trim());

  /* Insert tables, and the text between and after them, as blocks behind the paragraph. */
  const insertBlocks = ({ stream, index }, parts, tables) => {
    let next = index + 1;
    parts.forEach(({ table, blocks }) => {
      if (table !== undefined) {
        stream.insert({ type: "table", value: tables[table] }, next, { focus: false });
      } else if (hasText(blocks)) {
        stream.insert({ type: "paragraph", value: "null" }, next, { focus: false });
        const { element } = stream.children[next];
        const inputs = () => [...element.querySelectorAll("input")];
        whenReady(() => inputs().find((input) => input.draftailEditor)?.draftailEditor, (editor) => {
          editor.onChange(withFragment(stateOf(editor), blocks));
        });
      } else {
        return;
      }
      next += 1;
    });
  };

  /* Leave what stands before the caret where it is, and return what stands after it. */
  const splitAtCaret = (state) => {
    const content = Modifier.removeRange(state.getCurrentContent(), state.getSelection(), "forward");
    const caret = content.getSelectionAfter();
    const split = Modifier.splitBlock(content, caret);
    const blocks = split.getBlocksAsArray();
    const first = blocks.findIndex((block) => block.getKey() === split.getSelectionAfter().getStartKey());
    const head = ContentState.createFromBlockArray(blocks.slice(0, first));
    const before = EditorState.push(state, head, "remove-range");
    const after = blocks.slice(first);
    if (after.length > 1 && !after[0].getText()) after.shift(); // The caret stood on an empty line.
    return { before: EditorState.moveSelectionToEnd(before), after };
  };

  const nameLeftOut = (names) => {
    if (!names.length) return;
    const named = names.filter(Boolean).map((name) => `“${name}”`).join(", ");
    const count = names.length === 1 ? "1 picture was" : `${names.length} pictures were`;
    const text = `${count} not pasted${named && ": "}${named}. Add it with the block “Image”.`;
    const detail = { text: names.length === 1 ? text : text.replace("Add it", "Add them"), type: "warning" };
    document.dispatchEvent(new CustomEvent("w-messages:add", { detail }));
  };

  const putLines = (root, text) => {
    root.replaceChildren(...(text ?? "").split(/\r?\n/).map((line) => {
      const paragraph = root.ownerDocument.createElement("p");
      paragraph.textContent = line;
      return paragraph;
    }));
  };

  const handlePastedText = (text, html, editorState, { setEditorState }) => {
    // What was copied within the editor is pasted by the editor, which knows all that is in it.
    if (!html || html.includes("data-draftjs-conductor-fragment")) return "not-handled";
    const root = new DOMParser().parseFromString(html, "text/html").body;
    const place = placeOf(document.activeElement);
    const leftOut = cleanPaste(root);
    nameLeftOut(leftOut);
    if (!root.textContent.trim() && !leftOut.length) putLines(root, text); // The HTML says nothing.
    const notes = place && document.getElementById("id_footnotes-ADD") ? attempt(takeNotes, root) ?? [] : [];
    const tables = attempt(takeTables, root, Boolean(place)) ?? [];
    const parts = partsOf(root);
    if (parts.length === 1) {
      if (hasText(parts[0].blocks)) setEditorState(withFragment(editorState, parts[0].blocks));
    } else {
      const { before, after } = splitAtCaret(editorState);
      parts.at(-1).blocks.push(...after);
      setEditorState(hasText(parts[0].blocks) ? withFragment(before, parts[0].blocks) : before);
      insertBlocks(place, parts.slice(1), tables);
    }
    // Not before the editor has taken the text over: a new form takes the focus away from it.
    setTimeout(() => notes.forEach(addNote));
    return "handled";
  };

  window.draftail.registerPlugin({ type: "PASTE", handlePastedText }, "plugins");
})();
