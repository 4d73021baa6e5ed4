"""Normalise text for the index and for queries.

Words become lower-case ASCII; other scripts are transliterated. Words joined by an apostrophe or a
hyphen are indexed as parts, for phrases, and as one word: “O’Hara” is “o hara” and “ohara”,
“anti-capitalism” is “anti capitalism” and “anticapitalism”.
"""

import re
from functools import lru_cache

import snowballstemmer
from anyascii import anyascii

# Longer words are truncated.
MAX_WORD_LENGTH = 64
# The length of a long book; the rest of a text is not indexed.
MAX_WORDS = 200_000

# Typographic variants of what joins the parts of a word, and characters that are not displayed.
APOSTROPHES = "’‘ʼʹ′＇`´"
HYPHENS = "\u2010\u2011\u2012\u2212\ufe63\uff0d"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
STRIP_INVISIBLE = str.maketrans(dict.fromkeys(INVISIBLE, ""))
ASCII_JOINERS = (
    str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-")) | STRIP_INVISIBLE
)
ARTICLES = ("a", "an", "the")
NON_ASCII = re.compile(r"[^\x00-\x7f]+")
WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
JOINER = re.compile(r"['-]")

_stemmer = snowballstemmer.stemmer("english")


def to_ascii(text: str) -> str:
    """Return a text transliterated to lower-case ASCII."""
    text = text.translate(ASCII_JOINERS)
    if not text.isascii():
        text = NON_ASCII.sub(lambda match: anyascii(match[0]), text)
    return text.lower()


def tokenize(text: str) -> list[list[str]]:
    """Return the words of a text in order, each as a list of its parts."""
    return [
        [part[:MAX_WORD_LENGTH] for part in JOINER.split(word)]
        for word in WORD.findall(to_ascii(text))
    ]


def parts(text: str) -> list[str]:
    """Return the words of a text in order, with joined words split into their parts."""
    return [part for word in tokenize(text) for part in word]


def normalise(text: str) -> str:
    """Return a text as it is indexed: the parts of all words in order, then the joined words."""
    tokens = tokenize(text)[:MAX_WORDS]
    joined = dict.fromkeys(join(word) for word in tokens if len(word) > 1)
    return " ".join([part for word in tokens for part in word] + list(joined))


def title_key(text: str) -> str:
    """Return a title as it is compared with a query: normalised, without a leading article."""
    words = parts(text)
    return " ".join(words[1:] if len(words) > 1 and words[0] in ARTICLES else words)


def join(words: list[str]) -> str:
    """Return several words as one, truncated."""
    return "".join(words)[:MAX_WORD_LENGTH]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem that all forms of a word share (Snowball’s English stemmer, Porter 2)."""
    return _stemmer.stemWord(word)
