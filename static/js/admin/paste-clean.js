/* Reduces pasted HTML to what its readers see, in elements that the text editor knows.

   `window.masthead.cleanPaste(root)` changes the body of a parsed document. Each step stands by
   itself: one that fails on an unexpected part leaves that part, and the others go on. */
(() => {
  const styleOf = (element) => (element.getAttribute("style") ?? "").replace(/\s+/g, "").toLowerCase();

  const withStyle = (root, pattern) =>
    [...root.querySelectorAll("[style]")].filter((element) => pattern.test(styleOf(element)));

  const rename = (element, name) => {
    const renamed = element.ownerDocument.createElement(name);
    renamed.append(...element.childNodes);
    element.replaceWith(renamed);
    return renamed;
  };

  const unwrap = (element) => element.replaceWith(...element.childNodes);

  const remove = (elements) => elements.forEach((element) => element.remove());

  /* Google Docs puts a comment into a <div> of its own, which begins with a link back to the text. */
  const wholeComment = (link) => {
    const box = link.closest("div");
    const isOwn = box?.textContent.trim().startsWith(link.textContent.trim()) && box.querySelectorAll("a[id^='cmnt']").length === 1;
    return isOwn ? box : link.closest("p") ?? link;
  };

  /* Internal comments of Word and Google Docs; the words that a comment is about stay. */
  const dropComments = (root) => {
    remove(withStyle(root, /mso-element:comment(-list)?(;|$)/));
    remove(root.querySelectorAll(".msocomtxt, .MsoCommentReference, a.msocomanchor"));
    withStyle(root, /mso-comment-reference/).forEach(unwrap);
    const comments = [...root.querySelectorAll("a[id^='cmnt'][href^='#cmnt_ref']")].map(wholeComment);
    root.querySelectorAll("a[id^='cmnt_ref'][href^='#cmnt']").forEach((link) => (link.closest("sup") ?? link).remove());
    remove(comments);
  };

  /* What was deleted while changes were tracked. A word struck through on a web page stays so. */
  const dropDeletions = (root) => {
    const isDocs = root.querySelector("[id^='docs-internal-guid']");
    remove(root.querySelectorAll(isDocs ? "del" : "del[cite], del[datetime], .msoDel"));
    root.querySelectorAll("ins").forEach(unwrap);
  };

  /* Word: begin, the code of the field, separator, what readers see, end. */
  const dropFieldCodes = (root) => {
    const nodes = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    const codes = [];
    let depth = 0;
    while (nodes.nextNode()) {
      const node = nodes.currentNode;
      if (node.nodeType === Node.TEXT_NODE) {
        if (depth > 0) codes.push(node);
        continue;
      }
      const style = styleOf(node);
      if (style.includes("mso-element:field-begin")) depth += 1;
      if (/mso-element:field-(separator|end)/.test(style)) depth = Math.max(0, depth - 1);
    }
    remove(codes);
  };

  const dropHidden = (root) => {
    remove(withStyle(root, /(^|;)(display:none|visibility:hidden|(font-size|max-height|opacity):0(px|pt|em|%)?(;|$))/));
    // In a newsletter, this hides what only Outlook does not show.
    if (root.querySelector("[class^='Mso']")) remove(withStyle(root, /mso-hide:all/));
    remove(root.querySelectorAll("[hidden], .mw-editsection, .screen-reader-text, .sr-only, .visually-hidden"));
    remove(root.querySelectorAll("head, hr, link, meta, noscript, script, style, template, title"));
  };

  const quote = (root) => root.querySelectorAll("q").forEach((words) => words.replaceWith("“", ...words.childNodes, "”"));

  /* Google Docs puts all into one <b> that is not bold. */
  const dropWrapper = (root) => {
    withStyle(root, /font-weight:normal/).filter((element) => element.localName === "b").forEach(unwrap);
    root.querySelectorAll("b[id^='docs-internal-guid']").forEach(unwrap);
  };

  const nameShifted = (root) => {
    const names = { super: "sup", sub: "sub" };
    withStyle(root, /vertical-align:(super|sub)(;|$)/).forEach((element) => {
      const [, shift] = styleOf(element).match(/vertical-align:(super|sub)/);
      if (!element.closest("sup, sub") && !element.querySelector("sup, sub, p, li")) rename(element, names[shift]);
    });
  };

  /* Word: <p style="mso-list:l0 level2 lfo1"><span style="mso-list:Ignore">·</span>Words</p> */
  const makeLists = (root) => {
    root.querySelectorAll("p[style*='mso-list'], p[class^='MsoListParagraph']").forEach((line) => {
      const bullet = withStyle(line, /mso-list:ignore/)[0];
      if (!bullet) return;
      // "Article 1." is a word of the text, not a number that a list gives.
      if (/\p{L}{3}/u.test(bullet.textContent) && !/^\W*[ivxlc]+\W*$/i.test(bullet.textContent)) {
        bullet.replaceWith(`${bullet.textContent.trim()} `);
        return;
      }
      const kind = /^\s*(\d+|[a-z]|[ivx]+)[.)]/i.test(bullet.textContent) ? "ol" : "ul";
      bullet.remove();
      const level = Number(styleOf(line).match(/level(\d)/)?.[1] ?? 1);
      listFor(line, kind, level).append(rename(line, "li"));
    });
  };

  const listFor = (line, kind, level) => {
    const create = (name) => line.ownerDocument.createElement(name);
    const before = line.previousElementSibling;
    const goesOn = before?.dataset.made && (level > 1 || before.localName === kind);
    let list = goesOn ? before : create(kind);
    if (!goesOn) {
      list.dataset.made = "true";
      line.before(list);
    }
    for (let depth = 1; depth < level; depth += 1) {
      const item = list.lastElementChild ?? list.appendChild(create("li"));
      const inner = item.lastElementChild;
      list = inner?.matches("ul, ol") ? inner : item.appendChild(create(kind));
    }
    return list;
  };

  const nameOf = (picture) => {
    const address = picture.getAttribute("src") ?? "";
    const file = /^(data|blob|cid):/.test(address) ? "" : address.split(/[?#]/)[0].split("/").pop();
    return picture.alt || picture.title || file;
  };

  /* Take the pictures away, and return the names of those that readers saw. */
  const takePictures = (root) => {
    root.querySelectorAll("img.emoji, img.wp-smiley").forEach((picture) => picture.replaceWith(picture.alt));
    const pictures = [...root.querySelectorAll("img, picture, svg, video, audio, iframe, object, embed")];
    const isSeen = ({ width, height, localName }) => localName === "img" && !(width === 1 || height === 1);
    const names = pictures.filter(isSeen).map(nameOf);
    remove(pictures);
    return names;
  };

  const STEPS = [
    dropComments,
    dropDeletions,
    dropFieldCodes,
    dropHidden,
    quote,
    dropWrapper,
    nameShifted,
    makeLists,
  ];

  const attempt = (step, ...args) => {
    try {
      return step(...args);
    } catch (error) {
      console.warn("A part of what was pasted could not be read.", error);
      return undefined;
    }
  };

  /* Return the names of the pictures that are left out. */
  const cleanPaste = (root) => {
    STEPS.forEach((step) => attempt(step, root));
    return attempt(takePictures, root) ?? [];
  };

  window.masthead = { ...window.masthead, attempt, cleanPaste };
})();
