"""Parse the XML of an export file, without entities and external files.

Names are compared with their prefixes, without resolving namespaces: those differ between versions
of the format, and some files do not declare them.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from importers.source.records import Author, Item, Site, Term

# An ampersand that begins neither a predefined entity nor a character reference.
LOOSE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)")
CHARACTER_REFERENCE = re.compile(r"&#(x[\da-fA-F]{1,6}|\d{1,7});")
CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
MAX_DEPTH = 50
NO_CHANNEL = "This is not an export of WordPress."


class BrokenError(ValueError):
    """A piece of a file is invalid; `line` is counted from the start of the piece, from 1."""

    def __init__(self, sentence: str, line: int) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass
class Element:
    """An XML element, with methods as those of ElementTree."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text_parts: list[str] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of the element, without that of its children."""
        return "".join(self.text_parts)

    def findall(self, name: str) -> list["Element"]:
        """Return the children with a name."""
        return [child for child in self.children if child.name == name]

    def findtext(self, name: str) -> str:
        """Return the text of the first child with a name, without the white space around it.

        Some tools indent the text. Without such a child, it is an empty string.
        """
        return next((child.text.strip() for child in self.children if child.name == name), "")

    def number(self, name: str) -> int:
        """Return the text of a child as a number; 0 if it is none."""
        text = self.findtext(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def read_item(text: str) -> Item:
    """Return the item in an `item` element; raise BrokenError."""
    element = _parse(text)
    terms, meta = [], {}
    for each in element.findall("category"):
        kind, slug = each.attributes.get("domain", "category"), each.attributes.get("nicename", "")
        name = each.text.strip()
        terms.append((kind, slug or name, name))
    for each in element.findall("wp:postmeta"):
        meta.setdefault(each.findtext("wp:meta_key"), []).append(each.findtext("wp:meta_value"))
    return Item(
        id=element.number("wp:post_id"),
        type=element.findtext("wp:post_type") or "post",
        status=element.findtext("wp:status") or "publish",
        title=" ".join(element.findtext("title").split()),
        slug=element.findtext("wp:post_name"),
        link=element.findtext("link"),
        guid=element.findtext("guid"),
        creator=element.findtext("dc:creator"),
        content=element.findtext("content:encoded"),
        excerpt=element.findtext("excerpt:encoded"),
        parent=element.number("wp:post_parent"),
        order=element.number("wp:menu_order"),
        password=element.findtext("wp:post_password"),
        is_sticky=element.findtext("wp:is_sticky") == "1",
        date=element.findtext("wp:post_date"),
        date_gmt=element.findtext("wp:post_date_gmt"),
        modified_gmt=element.findtext("wp:post_modified_gmt"),
        attachment_url=element.findtext("wp:attachment_url"),
        terms=terms,
        meta=meta,
        comments=len(element.findall("wp:comment")),
    )


def read_head(text: str) -> Site:
    """Return the site with its authors and terms, without items; raise BrokenError."""
    start = text.find("<channel")
    if start < 0:
        raise BrokenError(NO_CHANNEL, 1)
    try:
        channel = _parse(text[start:] + "</channel>")
    except BrokenError as error:
        raise BrokenError(str(error), error.line + text.count("\n", 0, start)) from error
    site = Site(
        title=channel.findtext("title"),
        url=(channel.findtext("wp:base_blog_url") or channel.findtext("link")).strip().rstrip("/"),
        description=channel.findtext("description"),
        language=channel.findtext("language"),
        version=channel.findtext("wp:wxr_version"),
    )
    for each in channel.findall("wp:author"):
        author = _author(each)
        site.authors[author.login] = author
    for term in filter(None, map(_term, channel.children)):
        site.terms.setdefault((term.taxonomy, term.slug), term)
    return site


def _author(each: Element) -> Author:
    login = each.findtext("wp:author_login")
    names = (
        each.findtext("wp:author_first_name"),
        each.findtext("wp:author_last_name"),
    )
    name = each.findtext("wp:author_display_name") or " ".join(filter(None, names))
    biography = each.findtext("wp:author_description")
    return Author(login, name or login, biography, each.number("wp:author_id"))


def _term(each: Element) -> Term | None:
    number = each.number("wp:term_id")
    if each.name == "wp:category":
        slug, parent = each.findtext("wp:category_nicename"), each.findtext("wp:category_parent")
        about = each.findtext("wp:category_description")
        return Term("category", slug, each.findtext("wp:cat_name") or slug, parent, about, number)
    if each.name == "wp:tag":
        slug = each.findtext("wp:tag_slug")
        about = each.findtext("wp:tag_description")
        return Term("post_tag", slug, each.findtext("wp:tag_name") or slug, "", about, number)
    if each.name == "wp:term":
        slug, parent = each.findtext("wp:term_slug"), each.findtext("wp:term_parent")
        about, name = each.findtext("wp:term_description"), each.findtext("wp:term_name")
        return Term(each.findtext("wp:term_taxonomy"), slug, name or slug, parent, about, number)
    return None


def _parse(text: str) -> Element:
    """Return the root element of a piece; if it is invalid, try again with it repaired."""
    try:
        return _read(text)
    except expat.ExpatError:
        pass
    try:
        return _read(_repair_references(text))
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise BrokenError(f"Invalid XML: {reason}.", error.lineno) from error


def _repair_references(text: str) -> str:
    """Return a piece in which all ampersands outside CDATA begin valid references."""
    parts = CDATA.split(text)
    for at in range(0, len(parts), 2):
        parts[at] = CHARACTER_REFERENCE.sub(
            _reference_or_empty, LOOSE_AMPERSAND.sub("&amp;", parts[at])
        )
    return "".join(parts)


def _reference_or_empty(found: re.Match) -> str:
    digits = found[1]
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    is_allowed = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF
    return found[0] if is_allowed and number not in (0xFFFE, 0xFFFF) else ""


def _read(text: str) -> Element:
    root = Element("")
    stack = [root]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > MAX_DEPTH:
            raise BrokenError("Its elements are nested too deeply.", parser.CurrentLineNumber)
        child = Element(name, attributes)
        stack[-1].children.append(child)
        stack.append(child)

    def refuse_entities(*_: object) -> None:
        raise BrokenError("It declares entities, which exports do not.", parser.CurrentLineNumber)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start

    def write(data: str) -> None:
        stack[-1].text_parts.append(data)

    parser.EndElementHandler = lambda _name: stack.pop()
    parser.CharacterDataHandler = write
    parser.StartDoctypeDeclHandler = refuse_entities
    parser.EntityDeclHandler = refuse_entities
    parser.Parse(text, 1)  # 1: this is the whole text.
    return root.children[0]
