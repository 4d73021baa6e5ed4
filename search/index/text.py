"""The words of a text in the one form in which they are kept and looked for.

Capitals, accents and other scripts are written in plain ASCII letters. What an apostrophe or a
hyphen joins is kept in its parts, where phrases find it, and as one word: “O’Hara” is “o hara”
and “ohara”, “anti-capitalism” is “anti capitalism” and “anticapitalism”.
"""

import re
from functools import lru_cache

import snowballstemmer
from anyascii import anyascii

# Longer ones are no words of any language.
LONGEST_WORD = 64
# A book's worth; what stands behind is not searched.
MOST_WORDS = 200_000

# What joins the parts of a word, as a typewriter writes it, and what is not seen at all.
APOSTROPHES = "’‘ʼʹ′＇`´"
HYPHENS = "\u2010\u2011\u2012\u2212\ufe63\uff0d"
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
INVISIBLE = str.maketrans(dict.fromkeys(UNSEEN, ""))
MARKS = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-")) | INVISIBLE
ARTICLES = ("a", "an", "the")
FOREIGN = re.compile(r"[^\x00-\x7f]+")
WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
JOINT = re.compile(r"['-]")

_stemmer = snowballstemmer.stemmer("english")


def plain(text: str) -> str:
    """Return a text in small ASCII letters."""
    text = text.translate(MARKS)
    if not text.isascii():
        text = FOREIGN.sub(lambda found: anyascii(found[0]), text)
    return text.lower()


def tokenize(text: str) -> list[list[str]]:
    """Return the words of a text in their order, each in its parts."""
    return [
        [part[:LONGEST_WORD] for part in JOINT.split(word)] for word in WORD.findall(plain(text))
    ]


def parts(text: str) -> list[str]:
    """Return the words of a text in their order, joined ones in their parts."""
    return [part for word in tokenize(text) for part in word]


def folded(text: str) -> str:
    """Return a text as it is indexed: all parts in their order, then the joined words."""
    found = tokenize(text)[:MOST_WORDS]
    joined = dict.fromkeys(join(word) for word in found if len(word) > 1)
    return " ".join([part for word in found for part in word] + list(joined))


def title_key(text: str) -> str:
    """Return a title as it is compared with a query: folded, without an article at its start."""
    words = parts(text)
    return " ".join(words[1:] if len(words) > 1 and words[0] in ARTICLES else words)


def join(words: list[str]) -> str:
    """Return several words as one."""
    return "".join(words)[:LONGEST_WORD]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return what a word has in common with its other forms (Porter’s second stemmer)."""
    return _stemmer.stemWord(word)
