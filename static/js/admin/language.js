/* Lets an editor say in which language the selected words are, in Wagtail's text editor. */
(() => {
  const { React } = window;
  const { EditorState, RichUtils } = window.DraftJS;

  const option = (value, text) => Object.assign(document.createElement("option"), { value, text });

  const buildDialog = (languages, current) => {
    const dialog = document.createElement("dialog");
    dialog.className = "w-p-5";
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
        let content = editorState.getCurrentContent();
        let key = null;
        if (lang) {
          content = content.createEntity(entityType.type, "MUTABLE", { lang });
          key = content.getLastCreatedEntityKey();
        }
        const next = EditorState.set(editorState, { currentContent: content });
        onComplete(RichUtils.toggleLink(next, selection, key));
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
