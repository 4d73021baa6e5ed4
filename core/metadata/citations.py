"""A text as others cite it, in the forms that programs for references read.

BibTeX as biblatex and Zotero read it, RIS (Research Information Systems, 2011), CSL-JSON 1.0.2 of
the Citation Style Language, and the `citation_` names of HTML that Google Scholar documents.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from anyascii import anyascii

BIBTEX_ESCAPES = {
    ord("\\"): r"\textbackslash{}",
    ord("~"): r"\textasciitilde{}",
    ord("^"): r"\textasciicircum{}",
    # BibTeX counts braces, escaped ones too.
    ord("{"): r"\textbraceleft{}",
    ord("}"): r"\textbraceright{}",
    **{ord(char): f"\\{char}" for char in "%&#$_"},
}


class CitationKind(Enum):
    """What is cited: its type of BibTeX, of RIS and of CSL."""

    ARTICLE = ("article", "MGZN", "article-magazine")
    BOOK = ("book", "BOOK", "book")


@dataclass(frozen=True)
class Name:
    """Somebody who is cited. The last word of a person's name is taken for the family's."""

    name: str
    is_person: bool

    @property
    def parts(self) -> tuple[str, str]:
        """The family name and what stands before it; a group has no such parts."""
        given, _space, family = self.name.rpartition(" ")
        return (family, given) if self.is_person else (self.name, "")

    @property
    def inverted(self) -> str:
        """The name as it stands in an index: “Example, Ada”."""
        return ", ".join(filter(None, self.parts))


@dataclass(frozen=True)
class Citation:
    """What others have to know to find a text again."""

    kind: CitationKind
    title: str
    url: str
    publisher: str
    language: str
    date: tuple[int, ...] = ()  # year, month and day, as far as they are known
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    translators: tuple[Name, ...] = ()
    isbn: str = ""
    pages: int | None = None
    edition: str = ""
    series: str = ""
    series_number: str = ""

    @property
    def key(self) -> str:
        """A name for it in the files of those who cite it: “example2022ecosocialism”."""
        people = self.authors or self.editors
        first_word = next(iter(re.findall(r"\w{4,}", self.title)), self.title)
        parts = (people[0].parts[0] if people else "", *map(str, self.date[:1]), first_word)
        return re.sub(r"[^a-z0-9]", "", anyascii("".join(parts)).lower()) or "untitled"

    @property
    def line(self) -> str:
        """The citation as a plain sentence."""
        people = self.authors or self.editors
        names = ", ".join(person.name for person in people)
        year = f"({self.date[0]})" if self.date else ""
        head = " ".join(filter(None, [names, year]))
        return ". ".join(filter(None, [head, self.title, self.edition, self.publisher, self.url]))


def bibtex(cited: Citation) -> str:
    """Return an entry of BibTeX."""
    is_book = cited.kind is CitationKind.BOOK
    fields = {
        "author": " and ".join(map(_bibtex_name, cited.authors)),
        "editor": " and ".join(map(_bibtex_name, cited.editors)),
        "translator": " and ".join(map(_bibtex_name, cited.translators)),
        "title": f"{{{cited.title.translate(BIBTEX_ESCAPES)}}}",
        "publisher" if is_book else "journaltitle": cited.publisher.translate(BIBTEX_ESCAPES),
        "edition": cited.edition.translate(BIBTEX_ESCAPES),
        "series": cited.series.translate(BIBTEX_ESCAPES),
        "number": cited.series_number.translate(BIBTEX_ESCAPES),
        "date": "-".join(f"{part:02d}" for part in cited.date),
        "year": str(cited.date[0]) if cited.date else "",
        "isbn": cited.isbn,
        "pagetotal": str(cited.pages or ""),
        "langid": cited.language,
        "url": cited.url,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{cited.kind.value[0]}{{{cited.key},", *lines, "}", ""])


def _bibtex_name(name: Name) -> str:
    text = name.name.translate(BIBTEX_ESCAPES)
    return text if name.is_person else f"{{{text}}}"


def ris(cited: Citation) -> str:
    """Return an entry of RIS."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _ris_lines(cited))


def _ris_lines(cited: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", cited.kind.value[1]
    for tag, people in (("AU", cited.authors), ("ED", cited.editors), ("A4", cited.translators)):
        for person in people:
            yield tag, person.inverted
    yield "TI", cited.title
    yield "PB" if cited.kind is CitationKind.BOOK else "T2", cited.publisher
    if cited.date:
        yield "PY", str(cited.date[0])
        yield "DA", "/".join([*(f"{part:02d}" for part in cited.date), "", ""][:3]) + "/"
    details = {
        "ET": cited.edition,
        "T3": cited.series,
        "M1": cited.series_number,
        "SN": cited.isbn,
        "SP": str(cited.pages or ""),
    }
    yield from ((tag, value) for tag, value in details.items() if value)
    yield "LA", cited.language
    yield "UR", cited.url
    yield "ER", ""


def csl_json(cited: Citation) -> str:
    """Return a list of one item of CSL-JSON."""
    place = "publisher" if cited.kind is CitationKind.BOOK else "container-title"
    item = {
        "id": cited.key,
        "type": cited.kind.value[2],
        "title": cited.title,
        "author": [_csl_name(name) for name in cited.authors],
        "editor": [_csl_name(name) for name in cited.editors],
        "translator": [_csl_name(name) for name in cited.translators],
        "issued": {"date-parts": [list(cited.date)]} if cited.date else None,
        place: cited.publisher,
        "edition": cited.edition,
        "collection-title": cited.series,
        "collection-number": cited.series_number,
        "ISBN": cited.isbn,
        "number-of-pages": cited.pages,
        "language": cited.language,
        "URL": cited.url,
    }
    known = {name: value for name, value in item.items() if value}
    return json.dumps([known], ensure_ascii=False, indent=1)


def _csl_name(name: Name) -> dict[str, str]:
    family, given = name.parts
    return {"family": family, "given": given} if given else {"literal": name.name}


def meta_tags(cited: Citation) -> list[tuple[str, str]]:
    """Return the names and values of `citation_` elements for the head of a page."""
    place = "publisher" if cited.kind is CitationKind.BOOK else "journal_title"
    found = [
        ("title", cited.title),
        *(("author", person.name) for person in cited.authors or cited.editors),
        ("publication_date", "/".join(f"{part:02d}" for part in cited.date)),
        (place, cited.publisher),
        ("isbn", cited.isbn),
        ("language", cited.language),
        ("public_url", cited.url),
    ]
    return [(f"citation_{name}", value) for name, value in found if value]


# The end of the address of each form, its name for readers, its type and its maker.
FORMS: dict[str, tuple[str, str, str, Callable[[Citation], str]]] = {
    "bibtex": ("BibTeX", "application/x-bibtex", "bib", bibtex),
    "ris": ("RIS", "application/x-research-info-systems", "ris", ris),
    "csl": ("CSL-JSON", "application/vnd.citationstyles.csl+json", "json", csl_json),
}
