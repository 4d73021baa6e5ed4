"""Generate text that is realistic for a search engine: sentences of the demo with other words.

Places, people and most words are invented, and distributed as in a natural language: the frequency
of the word of rank r is proportional to 1 / (r + 40) (Zipf–Mandelbrot law), so that in articles of
800 words the most frequent word is in every second one, and most words are in one of a thousand.
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
# A name, unless it is the first word of a sentence.
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
WORD = re.compile(r"\b[a-z]{4,}\b")
# A word in at least every twentieth sentence of the demo, such as “with”, is not replaced.
COMMON_INTERVAL = 20


class TextGenerator:
    """Generates names, titles and paragraphs, the same for the same seed."""

    def __init__(self, seed: int, names: int = 20_000, words: int = 40_000) -> None:
        self.random = Random(seed)  # noqa: S311
        self.parts = read("invented")
        self.sentences = sorted(set(_sentences()))
        self.places = sorted({self._name("place_ends") for _ in range(names)})
        self.surnames = sorted({self._name("name_ends") for _ in range(names)})
        self.random.shuffle(self.places)
        # A few places are named often, most of them once.
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.places) + 1)))
        self.common, known = _vocabulary(self.sentences)
        invented = (self._name("word_ends").lower() for _ in range(words))
        self.next_word = self._random_words(list(dict.fromkeys([*known, *invented]))).__next__

    def _pick(self, *lists: str) -> str:
        return "".join(self.random.choice(self.parts[name]) for name in lists)

    def _name(self, ends: str) -> str:
        middle = self._pick("onsets", "vowels") if self.random.random() < 0.5 else ""
        return f"{self._pick('onsets', 'vowels')}{middle}{self._pick(ends)}".capitalize()

    def place(self) -> str:
        """Return the name of a place; a few are frequent."""
        return self.random.choices(self.places, cum_weights=self.weights)[0]

    def person(self) -> str:
        """Return the name of a person."""
        return f"{self._pick('first_names')} {self.random.choice(self.surnames)}"

    def sentence(self) -> str:
        """Return a sentence of the demo with other names and words."""
        sentence = NAME.sub(lambda _name: self.place(), self.random.choice(self.sentences))
        return WORD.sub(self._other_word, sentence)

    def _other_word(self, word: re.Match) -> str:
        return word[0] if word[0] in self.common else self.next_word()

    def _random_words(self, words: list[str]) -> Iterator[str]:
        """Yield random words endlessly, with frequencies that fall with their rank."""
        weights = list(accumulate(1 / (rank + 40) for rank in range(1, len(words) + 1)))
        draw = partial(self.random.choices, words, cum_weights=weights, k=1000)
        return chain.from_iterable(iter(draw, None))

    def title(self) -> str:
        """Return the title of an article."""
        action = " ".join(self._pick(each) for each in ("groups", "deeds", "matters"))
        return f"{self.place()}: {action}"

    def paragraphs(self, words: int) -> list[str]:
        """Return paragraphs of about `words` words in total."""
        place, person = self.place(), self.person()
        result = [[f"{person} has lived in {place} for {self.random.randrange(2, 60)} years."]]
        count = 8
        while count < words:
            if len(result[-1]) >= 5:
                result.append([])
            sentence = self.sentence()
            result[-1].append(sentence)
            count += sentence.count(" ") + 1
        return [" ".join(sentences) for sentences in result]


def _sentences() -> Iterator[str]:
    for article in articles():
        for block in article["body"]:
            if block["type"] == "paragraph":
                yield from SENTENCE.findall(html.unescape(TAGS.sub("", block["value"])))


def _vocabulary(sentences: list[str]) -> tuple[set[str], list[str]]:
    """Return the common words, and all others by descending frequency."""
    counts = Counter(word for sentence in sentences for word in set(WORD.findall(sentence)))
    common = {word for word, number in counts.items() if number * COMMON_INTERVAL >= len(sentences)}
    return common, [word for word, _number in counts.most_common() if word not in common]
