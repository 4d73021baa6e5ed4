"""From the XML of an export file to records: without entities, without other files.

Names are read with their prefixes, as they are written: so all versions of the format are one, and
a file that forgot to declare its namespaces is read like any other.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from importers.wordpress.wxr.records import Author, Item, Site, Term

# An ampersand that begins no entity of XML itself and no letter by its number.
LOOSE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)")
NUMBERED = re.compile(r"&#(x[\da-fA-F]{1,6}|\d{1,7});")
CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
DEEPEST = 50


class BrokenError(ValueError):
    """A piece of the file cannot be read; `line` is counted from its beginning."""

    def __init__(self, sentence: str, line: int) -> None:
        """Take what is wrong, in a sentence."""
        super().__init__(sentence)
        self.line = line


@dataclass
class Element:
    """An element of the file with its text and what stands in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text."""
        return "".join(self.parts)

    def of(self, name: str) -> list["Element"]:
        """Return its children of a name."""
        return [child for child in self.children if child.name == name]

    def find(self, name: str) -> str:
        """Return the text of its first child of a name; empty where it has none."""
        return next((child.text for child in self.children if child.name == name), "")

    def number(self, name: str) -> int:
        """Return the same as a number; 0 where it is none."""
        text = self.find(name).strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def read_item(text: str) -> Item:
    """Return the item of a piece; raises BrokenError."""
    element = _parse(text)
    terms, meta = [], {}
    for each in element.of("category"):
        kind, slug = each.attributes.get("domain", "category"), each.attributes.get("nicename", "")
        terms.append((kind, slug or each.text, each.text))
    for each in element.of("wp:postmeta"):
        meta.setdefault(each.find("wp:meta_key"), []).append(each.find("wp:meta_value"))
    return Item(
        id=element.number("wp:post_id"),
        type=element.find("wp:post_type") or "post",
        status=element.find("wp:status") or "publish",
        title=" ".join(element.find("title").split()),
        slug=element.find("wp:post_name").strip(),
        link=element.find("link").strip(),
        guid=element.find("guid").strip(),
        creator=element.find("dc:creator").strip(),
        content=element.find("content:encoded"),
        excerpt=element.find("excerpt:encoded"),
        parent=element.number("wp:post_parent"),
        order=element.number("wp:menu_order"),
        password=element.find("wp:post_password"),
        is_sticky=element.find("wp:is_sticky").strip() == "1",
        date=element.find("wp:post_date"),
        date_gmt=element.find("wp:post_date_gmt"),
        modified_gmt=element.find("wp:post_modified_gmt"),
        attachment_url=element.find("wp:attachment_url").strip(),
        terms=terms,
        meta=meta,
        comments=len(element.of("wp:comment")),
    )


def read_head(text: str) -> Site:
    """Return the site with its authors and terms; raises BrokenError."""
    start = text.find("<channel")
    if start < 0:
        raise BrokenError("This is no export file of WordPress: it has no channel.", 1)
    try:
        channel = _parse(text[start:] + "</channel>")
    except BrokenError as error:
        raise BrokenError(str(error), error.line + text.count("\n", 0, start)) from error
    site = Site(
        title=channel.find("title").strip(),
        url=(channel.find("wp:base_blog_url") or channel.find("link")).strip().rstrip("/"),
        description=channel.find("description").strip(),
        language=channel.find("language").strip(),
        version=channel.find("wp:wxr_version").strip(),
    )
    for each in channel.of("wp:author"):
        author = _author(each)
        site.authors[author.login] = author
    for term in filter(None, map(_term, channel.children)):
        site.terms.setdefault((term.taxonomy, term.slug), term)
    return site


def _author(each: Element) -> Author:
    login = each.find("wp:author_login").strip()
    names = (each.find("wp:author_first_name").strip(), each.find("wp:author_last_name").strip())
    name = each.find("wp:author_display_name").strip() or " ".join(filter(None, names))
    biography = each.find("wp:author_description").strip()
    return Author(login, name or login, biography, each.number("wp:author_id"))


def _term(each: Element) -> Term | None:
    number = each.number("wp:term_id")
    if each.name == "wp:category":
        slug, parent = each.find("wp:category_nicename"), each.find("wp:category_parent")
        about = each.find("wp:category_description")
        return Term("category", slug, each.find("wp:cat_name") or slug, parent, about, number)
    if each.name == "wp:tag":
        slug = each.find("wp:tag_slug")
        about = each.find("wp:tag_description")
        return Term("post_tag", slug, each.find("wp:tag_name") or slug, "", about, number)
    if each.name == "wp:term":
        slug, parent = each.find("wp:term_slug"), each.find("wp:term_parent")
        about, name = each.find("wp:term_description"), each.find("wp:term_name")
        return Term(each.find("wp:term_taxonomy"), slug, name or slug, parent, about, number)
    return None


def _parse(text: str) -> Element:
    """Return the root of a piece; what breaks XML is mended where that is possible."""
    try:
        return _read(text)
    except expat.ExpatError:
        pass
    try:
        return _read(_mended(text))
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise BrokenError(f"This is no XML: {reason}.", error.lineno) from error


def _mended(text: str) -> str:
    """Return a piece in which every ampersand outside CDATA means something that XML allows."""
    parts = CDATA.split(text)
    for at in range(0, len(parts), 2):
        parts[at] = NUMBERED.sub(_allowed, LOOSE.sub("&amp;", parts[at]))
    return "".join(parts)


def _allowed(found: re.Match) -> str:
    digits = found[1]
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    is_letter = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF
    return found[0] if is_letter and number not in (0xFFFE, 0xFFFF) else ""


def _read(text: str) -> Element:
    root = Element("")
    stack = [root]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > DEEPEST:
            raise BrokenError("Its elements are nested too deeply.", parser.CurrentLineNumber)
        child = Element(name, attributes)
        stack[-1].children.append(child)
        stack.append(child)

    def refuse(*_: object) -> None:
        raise BrokenError("It declares entities, and no export does.", parser.CurrentLineNumber)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start

    def write(data: str) -> None:
        stack[-1].parts.append(data)

    parser.EndElementHandler = lambda _name: stack.pop()
    parser.CharacterDataHandler = write
    refusing: Callable = refuse
    parser.StartDoctypeDeclHandler = refusing
    parser.EntityDeclHandler = refusing
    parser.Parse(text, 1)  # It is the last part.
    return root.children[0]
