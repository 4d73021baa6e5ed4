"""Regular expressions for facts about a book in prose."""

import re

from books.choices import FormatKind

FORMAT_WORDS = {
    "print": FormatKind.PAPERBACK,
    "paperback": FormatKind.PAPERBACK,
    "pbk": FormatKind.PAPERBACK,
    "softcover": FormatKind.PAPERBACK,
    "hardback": FormatKind.HARDBACK,
    "hardcover": FormatKind.HARDBACK,
    "hbk": FormatKind.HARDBACK,
    "pamphlet": FormatKind.PAMPHLET,
    "e-book": FormatKind.EPUB,
    "ebook": FormatKind.EPUB,
    "epub": FormatKind.EPUB,
    "digital": FormatKind.EPUB,
    "kindle": FormatKind.EPUB,
    "pdf": FormatKind.PDF,
    "audiobook": FormatKind.AUDIOBOOK,
    "audio": FormatKind.AUDIOBOOK,
}
PRINT_FORMATS = (FormatKind.PAPERBACK, FormatKind.HARDBACK, FormatKind.PAMPHLET)
_WORDS = "|".join(sorted(FORMAT_WORDS, key=len, reverse=True))
_KIND = rf"(?:\(?\s*(?P<kind{{}}>{_WORDS})\b\s*\)?)?"
_GAP = r"[\s:;,.|–—-]*"
_MONTH = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}\.?,?\s+\d{{4}}|\d{{4}}(?:-\d{{1,2}}){{0,2}}"
# Shops often join lines without a space: “102mmISBN”.
_END = r"(?:\b|(?=(?-i:[A-Z])))"
_NUMBER = r"\d+(?:[.,]\d{1,2})?"
AMOUNT = rf"(?:(?:[£€$]|GBP|EUR|USD)\s?{_NUMBER}|{_NUMBER}\s?[£€])"
ISBN = re.compile(
    rf"ISBN(?:-?1[03])?\s*{_KIND.format(1)}{_GAP}(?P<number>(?:97[89][\s–-]?)?(?:\d[\s–-]?){{9}}[\dXx])(?!\d)"
    rf"\s*{_KIND.format(2)}",
    re.IGNORECASE,
)
_AMOUNTS = rf"{AMOUNT}(?:\s*(?:[,;/|]|and|or)?\s*{AMOUNT})*"
# Prices of another format: “£5 (print), £7 (hardback)”.
_NEXT_PRICES = rf"\s*(?:[,;/|]|and|or)?\s*{_AMOUNTS}\s*\(?\s*(?:{_WORDS})\b\s*\)?"
PRICES = re.compile(
    rf"(?:RRP|Price|Cover price|Cost)s?\s*{_KIND.format(1)}{_GAP}"
    rf"(?P<amounts>{_AMOUNTS})\s*{_KIND.format(2)}(?P<more>(?:{_NEXT_PRICES})*)",
    re.IGNORECASE,
)
PRICES_OF_KIND = re.compile(rf"(?P<amounts>{_AMOUNTS})\s*\(?\s*(?P<kind>{_WORDS})\b", re.IGNORECASE)
PUBLISHED = re.compile(
    r"(?:Publication date|Date of publication|Publication|Published(?: on| in)?"
    r"|Pub\.? ?date|Release date)"
    rf"{_GAP}(?P<date>{_DATE})",
    re.IGNORECASE,
)
PAGES = re.compile(
    # A year may precede the number without a space: “November 202288 pages”.
    r"(?:\b(?:Pages|Extent)\s*:\s*(?P<after>\d{1,5})\b"
    rf"|(?:\b|(?<=19\d\d)|(?<=20\d\d))(?P<before>\d{{1,5}})\s*(?:pages|pp){_END}\.?)",
    re.IGNORECASE,
)
SIZE = re.compile(
    r"(?:(?:Trim size|Size|Dimensions|Format)\s*:?\s*)?"
    r"\b(?P<height>\d{1,4}(?:\.\d)?)\s*(?P<unit1>mm|cm)?\s*[x×]\s*"
    rf"(?P<width>\d{{1,4}}(?:\.\d)?)\s*(?P<unit2>mm|cm){_END}",
    re.IGNORECASE,
)
SECTIONS = {
    "about the book": "body",
    "contents": "contents",
    "table of contents": "contents",
    "about the author": "author_notes",
    "about the authors": "author_notes",
    "about the editor": "author_notes",
    "about the editors": "author_notes",
}
SECTION = re.compile(
    r"(?<![A-Z])(?:ABOUT THE BOOK|TABLE OF CONTENTS|CONTENTS|ABOUT THE (?:AUTHOR|EDITOR)S?)"
    r"(?![A-Z])[:\s]*"
    r"|(?:(?<=\n)|^)(?:About the book|Table of contents|Contents|About the (?:author|editor)s?)"
    r":?[ \t]*(?=\n)"
)
BLOCK_TAGS = {"br", "p", "div", "li", "ul", "ol", "tr", "td", "hr", "blockquote"} | {
    f"h{level}" for level in range(1, 7)
}
TOKEN = re.compile(
    r"<!--.*?-->|</?(?P<tag>[a-zA-Z][\w-]*)[^>]*>|&[#\w]{1,10};|[^<&]|[<&]", re.DOTALL
)
SEPARATORS = re.compile(r"^[\s;,.|•·–—-]+$")
# A label marks the whole group of matches as facts. Without one, a group must begin and end with a
# line or a sentence.
LABELLED = re.compile(r"ISBN|[\w. ]+:|[\w. ]*\bdate\b", re.IGNORECASE)
BEFORE = re.compile(
    rf"(?:^|[\n.;|•·(])[\s;,.|•·–—-]*(?:(?:{'|'.join(FORMAT_WORDS)})[\s,:;–-]*)?$", re.IGNORECASE
)
AFTER = re.compile(r"[ \t,–—-]*(?:$|[\n.;|•·)])")
MAX_PREFIX_LENGTH = 40
