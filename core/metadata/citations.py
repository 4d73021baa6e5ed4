"""Citations of a page as BibTeX, RIS and CSL-JSON, and as `citation_*` meta tags.

BibTeX as read by biblatex and Zotero; RIS (Research Information Systems, 2011); CSL-JSON 1.0.2
(Citation Style Language); the meta tags are those documented by Google Scholar.
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
    # BibTeX requires balanced braces, and counts escaped ones too.
    ord("{"): r"\textbraceleft{}",
    ord("}"): r"\textbraceright{}",
    **{ord(char): f"\\{char}" for char in "%&#$_"},
}


class CitationKind(Enum):
    """A type of publication: its BibTeX, RIS and CSL types."""

    ARTICLE = ("article", "MGZN", "article-magazine")
    BOOK = ("book", "BOOK", "book")


@dataclass(frozen=True)
class Name:
    """A name in a citation. The last word of a person's name is taken as the family name."""

    name: str
    is_person: bool

    @property
    def parts(self) -> tuple[str, str]:
        """The family name and the given names; a group has no given names."""
        given, _space, family = self.name.rpartition(" ")
        return (family, given) if self.is_person else (self.name, "")

    @property
    def inverted(self) -> str:
        """The name with the family name first: “Example, Ada”."""
        return ", ".join(filter(None, self.parts))


@dataclass(frozen=True)
class Citation:
    """The bibliographic data of a page."""

    kind: CitationKind
    title: str
    url: str
    publisher: str
    language: str
    date: tuple[int, ...] = ()  # year, year and month, or year, month and day
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
        """The citation key: “example2022ecosocialism”."""
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


def bibtex(citation: Citation) -> str:
    """Return a BibTeX entry."""
    is_book = citation.kind is CitationKind.BOOK
    fields = {
        "author": " and ".join(map(_bibtex_name, citation.authors)),
        "editor": " and ".join(map(_bibtex_name, citation.editors)),
        "translator": " and ".join(map(_bibtex_name, citation.translators)),
        "title": f"{{{citation.title.translate(BIBTEX_ESCAPES)}}}",
        "publisher" if is_book else "journaltitle": citation.publisher.translate(BIBTEX_ESCAPES),
        "edition": citation.edition.translate(BIBTEX_ESCAPES),
        "series": citation.series.translate(BIBTEX_ESCAPES),
        "number": citation.series_number.translate(BIBTEX_ESCAPES),
        "date": "-".join(f"{part:02d}" for part in citation.date),
        "year": str(citation.date[0]) if citation.date else "",
        "isbn": citation.isbn,
        "pagetotal": str(citation.pages or ""),
        "langid": citation.language,
        "url": citation.url,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{citation.kind.value[0]}{{{citation.key},", *lines, "}", ""])


def _bibtex_name(name: Name) -> str:
    text = name.name.translate(BIBTEX_ESCAPES)
    return text if name.is_person else f"{{{text}}}"


def ris(citation: Citation) -> str:
    """Return an RIS record."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _ris_lines(citation))


def _ris_lines(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", citation.kind.value[1]
    for tag, people in (
        ("AU", citation.authors),
        ("ED", citation.editors),
        ("A4", citation.translators),
    ):
        for person in people:
            yield tag, person.inverted
    yield "TI", citation.title
    yield "PB" if citation.kind is CitationKind.BOOK else "T2", citation.publisher
    if citation.date:
        yield "PY", str(citation.date[0])
        yield "DA", "/".join([*(f"{part:02d}" for part in citation.date), "", ""][:3]) + "/"
    details = {
        "ET": citation.edition,
        "T3": citation.series,
        "M1": citation.series_number,
        "SN": citation.isbn,
        "SP": str(citation.pages or ""),
    }
    yield from ((tag, value) for tag, value in details.items() if value)
    yield "LA", citation.language
    yield "UR", citation.url
    yield "ER", ""


def csl_json(citation: Citation) -> str:
    """Return a CSL-JSON list with one item."""
    publisher_key = "publisher" if citation.kind is CitationKind.BOOK else "container-title"
    item = {
        "id": citation.key,
        "type": citation.kind.value[2],
        "title": citation.title,
        "author": [_csl_name(name) for name in citation.authors],
        "editor": [_csl_name(name) for name in citation.editors],
        "translator": [_csl_name(name) for name in citation.translators],
        "issued": {"date-parts": [list(citation.date)]} if citation.date else None,
        publisher_key: citation.publisher,
        "edition": citation.edition,
        "collection-title": citation.series,
        "collection-number": citation.series_number,
        "ISBN": citation.isbn,
        "number-of-pages": citation.pages,
        "language": citation.language,
        "URL": citation.url,
    }
    item = {name: value for name, value in item.items() if value}
    return json.dumps([item], ensure_ascii=False, indent=1)


def _csl_name(name: Name) -> dict[str, str]:
    family, given = name.parts
    return {"family": family, "given": given} if given else {"literal": name.name}


def meta_tags(citation: Citation) -> list[tuple[str, str]]:
    """Return the names and contents of the `citation_*` meta tags of a page."""
    publisher_name = "publisher" if citation.kind is CitationKind.BOOK else "journal_title"
    tags = [
        ("title", citation.title),
        *(("author", person.name) for person in citation.authors or citation.editors),
        ("publication_date", "/".join(f"{part:02d}" for part in citation.date)),
        (publisher_name, citation.publisher),
        ("isbn", citation.isbn),
        ("language", citation.language),
        ("public_url", citation.url),
    ]
    return [(f"citation_{name}", value) for name, value in tags if value]


# By last part of the URL: label, content type, file extension and serialiser.
FORMATS: dict[str, tuple[str, str, str, Callable[[Citation], str]]] = {
    "bibtex": ("BibTeX", "application/x-bibtex", "bib", bibtex),
    "ris": ("RIS", "application/x-research-info-systems", "ris", ris),
    "csl": ("CSL-JSON", "application/vnd.citationstyles.csl+json", "json", csl_json),
}
