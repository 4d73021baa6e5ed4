"""Convert the cards of Ghost's editor, by the classes of their HTML."""

from collections.abc import Iterator
from html import escape

from importers.html.dom import (
    Node,
    child_nodes,
    classes,
    is_comment,
    is_inline,
    line_text,
    link_node,
)
from importers.html.media_blocks import (
    MAX_TITLE_LENGTH,
    SINGLE_URL,
    caption_of,
    video_hosts,
)
from importers.resolver import host_of

METHODS_BY_CARD = {
    "kg-gallery-card": "gallery",
    "kg-bookmark-card": "bookmark",
    "kg-embed-card": "embed",
    "kg-transistor-card": "embed",
    "kg-callout-card": "callout",
    "kg-toggle-card": "toggle",
    "kg-audio-card": "audio",
    "kg-video-card": "video",
    "kg-file-card": "file",
    "kg-product-card-rating": "rating",
    "kg-header-card": "header",
    "kg-signup-card": "signup",
}
MAX_CALLOUT_TITLE_LENGTH = 120
MAX_STARS = 5


class CardMixin:
    """Methods of GhostConverter for cards; each takes an element."""

    def bookmark(self, node: Node) -> None:
        """Convert a bookmark to a paragraph: a link, its description and its source."""
        link = next((each for each in node.iter("a") if each.get("href")), None)
        if link is None:
            self.flow(node)
            return
        url = link.get("href")
        title = _text(node, "kg-bookmark-title") or url
        source = [_text(node, f"kg-bookmark-{name}") for name in ("author", "publisher")]
        lines = [_text(node, "kg-bookmark-description"), ", ".join(filter(None, source))]
        html = self._link_to(url, title)
        rest = "".join(f"<br/>{escape(each, quote=False)}" for each in lines if each)
        self.writer.line(html + rest)
        self._write_caption(node)
        self._name_pictures(node, "of a bookmark")

    def embed(self, node: Node) -> None:
        """Convert an embed: a frame, or the text that stands for it with its links."""
        frames = [
            each
            for each in node.iter("iframe")
            if next(each.iterancestors("noscript"), None) is None
        ]
        if not frames:
            self._embed_without_frame(node)
            return
        is_video = host_of(frames[0].get("src") or "") in video_hosts()
        for number, frame in enumerate(frames):
            caption = caption_of(node) if is_video and not number else ""
            self._write_blocks(self.media.frame(frame, caption))
        if not is_video:
            self._write_caption(node)
        self._write_around_frames(node)

    def _write_around_frames(self, node: Node) -> None:
        """Write the other content of an embed: some frames come with a text."""
        for frame in list(node.iter("iframe", "figcaption")):
            frame.drop_tree()
        self.flow(node)

    def _write_caption(self, node: Node) -> None:
        """Write the caption of a figure as a paragraph, with its links."""
        for each in node:
            if not is_comment(each) and each.tag == "figcaption":
                self.paragraph(each)

    def _embed_without_frame(self, node: Node) -> None:
        """Convert an embed that is a URL, a link to a video, or a text."""
        link = next((each for each in node.iter("a") if each.get("href")), None)
        words = " ".join([line_text(link) if link is not None else "", caption_of(node)]).strip()
        is_video = link is not None and host_of(link.get("href")) in video_hosts()
        if link is None and SINGLE_URL.match(line_text(node)):
            self._write_blocks(self.media.video(line_text(node)))
        elif is_video and words == line_text(node) and not any(True for _ in node.iter("img")):
            label = "" if SINGLE_URL.match(line_text(link)) else line_text(link)
            self._write_blocks(self.media.video(link.get("href"), label, caption_of(node)))
        else:
            self.flow(node)

    def callout(self, node: Node) -> None:
        """Convert a callout, with its emoji and its first bold words as the title."""
        words = _first(node, "kg-callout-text")
        emoji = _text(node, "kg-callout-emoji")
        if words is None or not all(
            isinstance(each, str) or is_inline(each) for each in child_nodes(words)
        ):
            self.writer.line(escape(emoji, quote=False))
            self.flow(words if words is not None else node)
            return
        lead, rest = self._lead(words)
        title = " ".join(filter(None, [emoji, lead]))
        if title and rest and len(title) <= MAX_CALLOUT_TITLE_LENGTH:
            self.writer.block("callout", {"title": title, "text": f"<p>{rest}</p>"})
        else:
            self.writer.line(escape(emoji, quote=False))
            self.writer.line(self.inline.inner_html(words))
        self._write_deferred()

    def _lead(self, words: Node) -> tuple[str, str]:
        """Return the bold words with which a callout begins, as text, and the rest."""
        first = words[0] if len(words) and not (words.text or "").strip() else None
        is_lead = (
            first is not None and first.tag in ("b", "strong") and not list(first.iter("a", "img"))
        )
        if not is_lead:
            return "", self.inline.inner_html(words)
        parts = list(child_nodes(words))
        rest = self.inline.html(parts[parts.index(first) + 1 :])
        lead = line_text(first)
        if not rest or len(lead) > MAX_CALLOUT_TITLE_LENGTH - 10:
            return "", self.inline.inner_html(words)
        return lead, rest

    def toggle(self, node: Node) -> None:
        """Convert a toggle to its content, with its heading."""
        heading = _first(node, "kg-toggle-heading-text")
        content = _first(node, "kg-toggle-content")
        if heading is not None:
            self.writer.heading(line_text(heading), 3)
        if content is not None:
            self.flow(content)
        if heading is None and content is None:
            self.flow(node)

    def audio(self, node: Node) -> None:
        """Convert a recording with its title."""
        self._write_recording(node, _text(node, "kg-audio-title"), caption_of(node))
        self._name_pictures(node, "of a recording")

    def video(self, node: Node) -> None:
        """Convert a film with its caption."""
        self._write_recording(node, "", caption_of(node))
        if poster := node.get("data-kg-custom-thumbnail"):
            self.body.warn("picture", f"The picture of a recording was left out: {poster}")

    def player(self, node: Node) -> None:
        """Convert a recording that is not in a card."""
        self._write_recording(node, "", "")

    def _write_recording(self, node: Node, title: str, caption: str) -> None:
        """Write a recording; a link with its title if it was not imported."""
        player = next(node.iter("audio", "video"), None)
        found = self.media.recording(player, caption) if player is not None else []
        # A link needs the title, which the shared code does not know.
        blocks = [block for block in found if block[0] not in ("link", "caption")]
        for kind, value in blocks:
            if kind == "recording" and title:
                value["title"] = title[:MAX_TITLE_LENGTH]
            self._write_blocks([(kind, value)])
        if blocks and not (blocks[0][0] == "document" and caption):
            return
        if not blocks:
            self.writer.line(self._link_to(_player_url(player), title))
        self.writer.line(escape(caption, quote=False))

    def _link_to(self, url: str, title: str) -> str:
        """Return a link as rich text."""
        return self.inline.html([link_node(url, title or url)])

    def file(self, node: Node) -> None:
        """Convert a file with its title and its caption."""
        link = next((each for each in node.iter("a") if each.get("href")), None)
        title = _text(node, "kg-file-card-title") or _text(node, "kg-file-card-filename")
        if link is None:
            self.writer.line(escape(title, quote=False))
        else:
            self._write_blocks(self.media.file(link.get("href"), 0, title or line_text(link)))
        self.writer.line(escape(_text(node, "kg-file-card-caption"), quote=False))

    def rating(self, node: Node) -> None:
        """Convert the stars of a product to text."""
        active = [each for each in node.iter() if "kg-product-card-rating-active" in _names(each)]
        number = min(len(active), MAX_STARS)
        self.writer.line("★" * number + "☆" * (MAX_STARS - number))

    def header(self, node: Node) -> None:
        """Convert a header to a heading, a paragraph and a link, after its picture."""
        if url := node.get("data-kg-background-image"):
            self.image(node.makeelement("img", src=url))
        self.flow(node)

    def signup(self, node: Node) -> None:
        """Convert the texts around a form to sign up, which is left out."""
        self.header(node)

    def _name_pictures(self, node: Node, place: str) -> None:
        for image in node.iter("img"):
            if url := image.get("src"):
                self.body.warn("picture", f"The picture {place} was left out: {url}")


def _names(node: Node) -> set[str]:
    return set() if is_comment(node) else classes(node)


def _all(node: Node, name: str) -> Iterator[Node]:
    return (each for each in node.iter() if name in _names(each))


def _first(node: Node, name: str) -> Node | None:
    return next(_all(node, name), None)


def _text(node: Node, name: str) -> str:
    """Return the text of the first element of a class on one line."""
    found = _first(node, name)
    return line_text(found) if found is not None else ""


def _player_url(player: Node | None) -> str:
    if player is None:
        return ""
    sources = [player.get("src"), *(each.get("src") for each in player.iter("source"))]
    return next(filter(None, sources), "")
