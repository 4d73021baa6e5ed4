/* Reads pasted tables. */
(() => {
  const { convertFromHTML, convertToRaw, ContentState } = window.DraftJS;

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

  const plain = (cell) => cell?.textContent.replace(/\s+/g, " ").trim() ?? "";

  const hasMarkup = (cell) => Boolean(cell?.querySelector("a[href], b, strong, i, em"));

  const rawOf = (html) => {
    const { contentBlocks, entityMap } = convertFromHTML(html);
    return JSON.stringify(convertToRaw(ContentState.createFromBlockArray(contentBlocks || [], entityMap)));
  };

  /* What the block of a table is made with. */
  const tableState = (table) => {
    const grid = gridOf(table);
    const isHead = (row) => row.some(Boolean) && row.every((cell) => !cell || cell.localName === "th");
    const head = grid.length > 1 && isHead(grid[0]) ? grid.shift() : grid[0].map(() => null);
    const columns = head.map((cell, x) => {
      const isRich = grid.some((row) => hasMarkup(row[x]));
      return { type: isRich ? "rich_text" : "text", heading: plain(cell) };
    });
    const value = (cell, x) => (columns[x].type === "text" ? plain(cell) : rawOf(`<p>${cell?.innerHTML ?? ""}</p>`));
    return { caption: plain(table.caption), columns, rows: grid.map((row) => ({ values: row.map(value) })) };
  };

  /* The rows as lines, for a field that has no room for a table. */
  const linesOf = (table) => gridOf(table).map((row) => {
    const line = table.ownerDocument.createElement("p");
    line.textContent = row.map(plain).join(" | ");
    return line;
  });

  window.masthead = { ...window.masthead, linesOf, tableState };
})();
