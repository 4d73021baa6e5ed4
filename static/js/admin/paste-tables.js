/* Reads pasted tables. */
(() => {
  const { ContentState, Modifier, SelectionState, convertToRaw } = window.DraftJS;
  const { blockNames, contentOf } = window.masthead;
  const BREAKS = ["br", ...blockNames].join();

  /* The cells of a table, each row as long as the longest; a cell that spans leaves empty ones. */
  const gridOf = (table) => {
    const grid = [];
    [...table.rows].forEach((row, y) => {
      grid[y] ??= [];
      [...row.cells].forEach((cell) => {
        const x = [...grid[y], undefined].findIndex((taken) => taken === undefined);
        for (let down = 0; down < Math.max(1, cell.rowSpan); down += 1) {
          if (down && !table.rows[y + down]) break;
          grid[y + down] ??= [];
          for (let right = 0; right < Math.min(cell.colSpan, 50); right += 1) {
            grid[y + down][x + right] = down || right ? null : cell;
          }
        }
      });
    });
    const width = Math.max(0, ...grid.map((row) => row.length));
    return grid.map((row) => Array.from({ length: width }, (_, x) => row[x] ?? null));
  };

  const plain = (cell) => {
    const copy = cell?.cloneNode(true);
    copy?.querySelectorAll(BREAKS).forEach((element) => element.after(" "));
    return copy?.textContent.replace(/\s+/g, " ").trim() ?? "";
  };

  const MARKUP = "a[href], b, strong, i, em, s, del, strike, sub, sup, br, p ~ p, div ~ div, li, "
    + "[style*='font-weight: 7'], [style*='font-weight:7'], [style*=bold], [style*=italic], [style*=line-through]";

  const hasMarkup = (cell) => Boolean(cell?.querySelector(MARKUP));

  /* The editor of a cell knows no headings and no lists: their lines become paragraphs. */
  const rawOf = (cell) => {
    const content = cell ? contentOf(cell.cloneNode(true)) : ContentState.createFromText("");
    const bulleted = content.getBlocksAsArray().reduce((changed, block) => {
      const start = SelectionState.createEmpty(block.getKey());
      return block.getType().endsWith("list-item") ? Modifier.insertText(changed, start, "• ") : changed;
    }, content);
    const lines = bulleted.getBlocksAsArray().map((block) => block.merge({ type: "unstyled", depth: 0 }));
    return JSON.stringify(convertToRaw(ContentState.createFromBlockArray(lines)));
  };

  /* What the block of a table is made with. */
  const tableState = (table) => {
    const grid = gridOf(table);
    // A heading is plain text: a row with links stays a row.
    const isHead = (row) => row.some(Boolean) && row.every((cell) => !cell || (cell.localName === "th" && !cell.querySelector("a[href]")));
    const head = grid.length > 1 && isHead(grid[0]) ? grid.shift() : grid[0].map(() => null);
    const columns = head.map((cell, x) => {
      const isRich = grid.some((row) => hasMarkup(row[x]));
      return { type: isRich ? "rich_text" : "text", heading: plain(cell) };
    });
    const value = (cell, x) => (columns[x].type === "text" ? plain(cell) : rawOf(cell));
    return { caption: plain(table.caption), columns, rows: grid.map((row) => ({ values: row.map(value) })) };
  };

  /* The rows as lines, for a field that has no room for a table. */
  const linesOf = (table) => gridOf(table).map((row) => {
    const line = table.ownerDocument.createElement("p");
    row.forEach((cell, x) => line.append(...(x ? [" | "] : []), ...(cell?.querySelector([...blockNames].join()) ? [plain(cell)] : cell?.childNodes ?? [])));
    return line;
  });

  window.masthead = { ...window.masthead, linesOf, tableState };
})();
