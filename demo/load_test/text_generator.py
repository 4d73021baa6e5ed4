"""Text as hard to search as a publication's: sentences of the demo with other words in them.

Places, people and most words are made up, and stand there as often as words of a language do: the
word of rank r in one of r + 40 places (the law of Zipf and Mandelbrot), so that of 800 words the
most usual is in every second article and most are in one of a thousand.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import accumulate, chain
from random import Random

from demo.content_files import articles, read

TAGS = re.compile(r"<[^>]+>")
SENTENCE = re.compile(r"[A-Z“‘][^.!?]{20,240}[.!?](?=\s|$)")
# A name that stands within a sentence.
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
WORD = re.compile(r"\b[a-z]{4,}\b")
# Those that every twentieth sentence has hold a language together, and stay where they are.
USUAL = 20


class Inventor:
    """Makes up the same of a seed each time."""

    def __init__(self, seed: int, names: int = 20_000, words: int = 40_000) -> None:
        """Read the sentences of the demo, and make up so many names and words."""
        self.random = Random(seed)  # noqa: S311
        self.words = read("invented")
        self.sentences = sorted(set(_sentences()))
        self.places = sorted({self._name("place_ends") for _ in range(names)})
        self.surnames = sorted({self._name("name_ends") for _ in range(names)})
        self.random.shuffle(self.places)
        # A few places are in the news all the time, most of them once.
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.places) + 1)))
        self.usual, known = _vocabulary(self.sentences)
        invented = (self._name("word_ends").lower() for _ in range(words))
        self.next_word = self._drawn(list(dict.fromkeys([*known, *invented]))).__next__

    def _pick(self, *lists: str) -> str:
        return "".join(self.random.choice(self.words[name]) for name in lists)

    def _name(self, ends: str) -> str:
        middle = self._pick("onsets", "vowels") if self.random.random() < 0.5 else ""
        return f"{self._pick('onsets', 'vowels')}{middle}{self._pick(ends)}".capitalize()

    def place(self) -> str:
        """Return a place, the same few of them often."""
        return self.random.choices(self.places, cum_weights=self.weights)[0]

    def person(self) -> str:
        """Return a first name and a surname."""
        return f"{self._pick('first_names')} {self.random.choice(self.surnames)}"

    def sentence(self) -> str:
        """Return a sentence with other names and other words."""
        sentence = NAME.sub(lambda _name: self.place(), self.random.choice(self.sentences))
        return WORD.sub(self._other_word, sentence)

    def _other_word(self, word: re.Match) -> str:
        return word[0] if word[0] in self.usual else self.next_word()

    def _drawn(self, words: list[str]) -> Iterator[str]:
        """Yield words without end, the first ones the most often."""
        weights = list(accumulate(1 / (rank + 40) for rank in range(1, len(words) + 1)))
        draw = partial(self.random.choices, words, cum_weights=weights, k=1000)
        return chain.from_iterable(iter(draw, None))

    def title(self) -> str:
        """Return a headline."""
        action = " ".join(self._pick(each) for each in ("groups", "deeds", "matters"))
        return f"{self.place()}: {action}"

    def paragraphs(self, words: int) -> list[str]:
        """Return paragraphs of about so many words together, about one place and somebody in it."""
        here, somebody = self.place(), self.person()
        found = [[f"{somebody} has lived in {here} for {self.random.randrange(2, 60)} years."]]
        written = 8
        while written < words:
            if len(found[-1]) >= 5:
                found.append([])
            sentence = self.sentence()
            found[-1].append(sentence)
            written += sentence.count(" ") + 1
        return [" ".join(sentences) for sentences in found]


def _sentences() -> Iterator[str]:
    for article in articles():
        for block in article["body"]:
            if block["type"] == "paragraph":
                yield from SENTENCE.findall(html.unescape(TAGS.sub("", block["value"])))


def _vocabulary(sentences: list[str]) -> tuple[set[str], list[str]]:
    """Return the words that hold sentences together, and all others, the most usual first."""
    counts = Counter(word for sentence in sentences for word in set(WORD.findall(sentence)))
    usual = {word for word, number in counts.items() if number * USUAL >= len(sentences)}
    return usual, [word for word, _number in counts.most_common() if word not in usual]
