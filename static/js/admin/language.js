/* Lets an editor say in which language the selected words are, in Wagtail's text editor. */
(() => {
  const { React } = window;
  const { EditorState, Modifier } = window.DraftJS;

  const option = (value, text) => Object.assign(document.createElement("option"), { value, text });

  const buildDialog = (languages, current) => {
    const dialog = document.createElement("dialog");
    dialog.className = "w-p-5";
    dialog.setAttribute("aria-label", "Language");
    dialog.innerHTML = `
      <form method="dialog">
        <label class="w-field__label" for="phrase-language">Language of the selected words</label>
        <select id="phrase-language" name="language"></select>
        <p class="w-mt-5">
          <button class="button" value="apply">Apply</button>
          <button class="button button-secondary" value="">Cancel</button>
        </p>
      </form>`;
    const select = dialog.querySelector("select");
    select.append(option("", "As the rest of the text"), ...languages.map(([tag, name]) => option(tag, name)));
    select.value = current;
    return dialog;
  };

  /* The selected part of a block: its offsets. */
  const selectedRange = (block, selection) => {
    const key = block.getKey();
    return [
      key === selection.getStartKey() ? selection.getStartOffset() : 0,
      key === selection.getEndKey() ? selection.getEndOffset() : block.getLength(),
    ];
  };

  const selectedBlocks = (content, selection) => {
    const blocks = content.getBlocksAsArray();
    const index = (key) => blocks.findIndex((block) => block.getKey() === key);
    return blocks.slice(index(selection.getStartKey()), index(selection.getEndKey()) + 1);
  };

  /* Set the language of the selected words. A letter has one entity: links and footnotes keep theirs. */
  const setLanguage = (editorState, selection, type, lang) => {
    let content = editorState.getCurrentContent();
    let isComplete = true;
    let entity = null;
    if (lang) {
      content = content.createEntity(type, "MUTABLE", { lang });
      entity = content.getLastCreatedEntityKey();
    }
    const original = content;
    selectedBlocks(original, selection).forEach((block) => {
      const [from, to] = selectedRange(block, selection);
      const isFree = (letter) => !letter.getEntity() || original.getEntity(letter.getEntity()).getType() === type;
      block.findEntityRanges((letter) => isFree(letter), (start, end) => {
        const place = { anchorOffset: Math.max(start, from), focusOffset: Math.min(end, to) };
        if (place.anchorOffset >= place.focusOffset) return;
        const range = selection.merge({ ...place, anchorKey: block.getKey(), focusKey: block.getKey(), isBackward: false });
        content = Modifier.applyEntity(content, range, entity);
      });
      block.findEntityRanges((letter) => !isFree(letter), (start, end) => {
        if (Math.max(start, from) < Math.min(end, to)) isComplete = false;
      });
    });
    return { content, isComplete };
  };

  class LanguageSource extends React.Component {
    componentDidMount() {
      const { editorState, entityType, entity, onComplete, onClose } = this.props;
      const selection = editorState.getSelection();
      if (selection.isCollapsed()) {
        window.alert("Select the words that are in another language first.");
        onClose();
        return;
      }
      this.dialog = buildDialog(entityType.languages, entity ? entity.getData().lang : "");
      this.dialog.addEventListener("close", () => {
        const lang = this.dialog.querySelector("select").value;
        const chosen = this.dialog.returnValue === "apply";
        this.dialog.remove();
        if (!chosen) return onClose();
        const { content, isComplete } = setLanguage(editorState, selection, entityType.type, lang);
        if (!isComplete) window.alert("Links and footnotes stay as they are. The other words have the language.");
        onComplete(EditorState.push(editorState, content, "apply-entity"));
      });
      document.body.append(this.dialog);
      this.dialog.showModal();
    }

    componentWillUnmount() {
      if (this.dialog) this.dialog.remove();
    }

    render() {
      return null;
    }
  }

  const LanguagePhrase = ({ entityKey, contentState, children }) => {
    const { lang } = contentState.getEntity(entityKey).getData();
    const style = { borderBottom: "2px dotted currentcolor" };
    return React.createElement("span", { lang, title: `In another language: ${lang}`, style }, children);
  };

  window.draftail.registerPlugin(
    { type: "LANGUAGE", source: LanguageSource, decorator: LanguagePhrase },
    "entityTypes",
  );
})();
