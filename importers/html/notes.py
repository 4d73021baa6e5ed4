"""Find notes that word processors write as links to the end of a text, and back.

Word writes `<a href="#_ftn1" name="_ftnref1">[1]</a>` where a note is referred to, and the note at
the end, beginning with a link to `#_ftnref1`; LibreOffice and many plugins use other names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from importers.html.dom import Node, is_comment, line_text

MARK = re.compile(r"[\W_]*(?:\d{1,4}|[ivxlc]{1,6}|[a-z]|[*†‡§¶]{1,3})[\W_]*", re.IGNORECASE)
MAX_MARK_LENGTH = 12
# The elements that can contain a whole note, the best first.
NOTE_TAGS = ("li", "div", "p", "dd", "td")
# Elements that show nothing without a text in them, and lines.
EMPTY_TAGS = {*NOTE_TAGS, "ol", "ul", "dl", "dt", "sup", "span", "br", "hr"}
# The class and the attribute by which the block editor marks references.
REFERENCE_CLASS, REFERENCE_KEY = "fn", "data-fn"


@dataclass
class LinkedNote:
    """A note: its UUID and the element with its text, which is no longer part of the body."""

    uuid: str
    element: Node
    # The names of the links to it.
    references: set[str] = field(default_factory=set)


def take_notes(root: Node, name: str) -> list[LinkedNote]:
    """Remove the notes from a body, and turn the links to them into references.

    `name` identifies the body: the UUIDs derive from it.
    """
    links = [each for each in root.iter("a") if _fragment(each)]
    targets = _targets(root) if links else {}
    notes: dict[Node, LinkedNote] = {}
    for link in links:
        # A note has no notes: a link from one to another becomes text.
        element = None if _is_within(link, notes) else _note_of(link, targets)
        if element is None or _is_within(element, notes):
            continue
        if element not in notes:
            uuid = str(uuid5(NAMESPACE_URL, f"{name}#linked-note-{len(notes)}"))
            notes[element] = LinkedNote(uuid, element)
        notes[element].references |= _own_names(link)
        _replace(link, notes[element].uuid)
    for element, note in notes.items():
        _remove_marks(element, note.references)
        _detach(element)
    if notes:
        _remove_empty_ends(root)
    return list(notes.values())


def _targets(root: Node) -> dict[str, Node]:
    targets: dict[str, Node] = {}
    for node in root.iter():
        if not is_comment(node):
            for name in _names(node):
                targets.setdefault(name, node)
    return targets


def _names(node: Node) -> Iterator[str]:
    yield from filter(None, (node.get("id"), node.get("name") if node.tag == "a" else None))


def _fragment(link: Node) -> str:
    return (link.get("href") or "").strip().partition("#")[2]


def _note_of(link: Node, targets: dict[str, Node]) -> Node | None:
    """Return the element of the note that a link refers to; None if it is another link."""
    mark = line_text(link)
    if len(mark) > MAX_MARK_LENGTH or not MARK.fullmatch(mark):
        return None
    target = targets.get(_fragment(link)) if (link.get("href") or "").strip()[0] == "#" else None
    element = _enclosing_note(target) if target is not None else None
    # The links back lead in the other direction.
    if element is None or _is_within(link, [element]) or not _is_after(element, link):
        return None
    own_names = _own_names(link)
    leads_back = any(_fragment(each) in own_names for each in element.iter("a"))
    begins_alike = _bare(line_text(element).split(" ")[0]) == _bare(mark)
    return element if leads_back or begins_alike else None


def _own_names(link: Node) -> set[str]:
    """Return the names by which a note can lead back to the link to it."""
    return {name for node in (link, *link.iterancestors("sup", "span")) for name in _names(node)}


def _enclosing_note(target: Node) -> Node | None:
    """Return the element that contains a whole note, given the target of the links to it."""
    candidates = [target, *target.iterancestors(*NOTE_TAGS)]
    for tag in NOTE_TAGS:
        # A `div` is one note only if the link leads to itself: others enclose all notes.
        found = [each for each in candidates if each.tag == tag]
        if tag == "div":
            found = [each for each in found if each is target or _is_only_note(each, target)]
        if found and found[0].getparent() is not None:
            return found[0]
    return None


def _is_only_note(element: Node, target: Node) -> bool:
    """Return whether a `div` encloses one note, as `<div id="ftn1">` of Word does."""
    marks = [each for each in element.iter("a") if each.get("name") or each.get("id")]
    return bool(element.get("id")) and marks == [target]


def _is_within(node: Node, elements: object) -> bool:
    return any(ancestor in elements for ancestor in node.iterancestors())


def _is_after(element: Node, link: Node) -> bool:
    order = list(link.getroottree().getroot().iter())
    return order.index(element) > order.index(link)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower() or text


def _replace(link: Node, uuid: str) -> None:
    """Turn a link, or the superscript that consists of it, into a reference to a note."""
    parent = link.getparent()
    is_alone = parent.tag == "sup" and line_text(parent) == line_text(link)
    node = parent if is_alone else link
    tail = node.tail
    node.clear()
    node.tag, node.tail = "sup", tail
    node.set("class", REFERENCE_CLASS)
    node.set(REFERENCE_KEY, uuid)


def _remove_marks(element: Node, references: set[str]) -> None:
    """Remove the links back from a note, and the mark that it begins with."""
    for link in list(element.iter("a")):
        text = line_text(link)
        if _leads_back(link, text, element, references):
            wrapper = link.getparent()
            _detach(link)
            if wrapper.tag == "sup" and not line_text(wrapper) and wrapper is not element:
                _detach(wrapper)
        elif not link.get("href") and not text:
            _detach(link)
    # The mark itself may stand beside the link.
    first = next(element.iter("sup"), None)
    mark = "" if first is None else line_text(first)
    if MARK.fullmatch(mark) and line_text(element).startswith(mark):
        _detach(first)


def _leads_back(link: Node, text: str, element: Node, references: set[str]) -> bool:
    """Return whether a link of a note leads to the reference: from its mark, or from an arrow."""
    if not (link.get("href") or "").startswith("#") or len(text) > MAX_MARK_LENGTH:
        return False
    if not MARK.fullmatch(text):
        return not _has_word(text)
    return _fragment(link) in references or line_text(element).startswith(text)


def _has_word(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _detach(node: Node) -> None:
    """Remove an element, but not the text that follows it."""
    parent, before, tail = node.getparent(), node.getprevious(), node.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    node.tail = None
    parent.remove(node)


def _remove_empty_ends(root: Node) -> None:
    """Remove the lines above notes, and the lists of notes, which are empty now."""
    for node in list(root.iter("hr", "ol", "ul", "div")):
        is_last = node.tag != "hr" or not _follows_text(node)
        holds_nothing = not line_text(node) and {each.tag for each in node.iter()} <= EMPTY_TAGS
        if is_last and holds_nothing and node.getparent() is not None:
            _detach(node)


def _follows_text(node: Node) -> bool:
    """Return whether anything is displayed after an element, within its parent."""
    if (node.tail or "").strip():
        return True
    return any(
        not is_comment(each) and (line_text(each) or each.tag in ("img", "hr", "figure"))
        for each in node.itersiblings()
    )
