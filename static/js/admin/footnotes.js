/* Puts the mark of a footnote after the selected words. The source of wagtail-footnotes, a class of
   its own script, replaces the selection with the mark. */
(() => {
  const { React } = window;
  const { EditorState } = window.DraftJS;

  const afterSelection = (editorState) => {
    const selection = editorState.getSelection();
    const [key, offset] = [selection.getEndKey(), selection.getEndOffset()];
    const end = { anchorKey: key, anchorOffset: offset, focusKey: key, focusOffset: offset, isBackward: false };
    return EditorState.acceptSelection(editorState, selection.merge(end));
  };

  const FootnoteAfterSelection = (props) =>
    React.createElement(FootnoteSource, { ...props, editorState: afterSelection(props.editorState) });

  window.draftail.registerPlugin({ type: "FOOTNOTES", source: FootnoteAfterSelection, decorator: Footnote });
})();
