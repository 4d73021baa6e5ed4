"""What readers narrow a list by; every choice is a part of the address, and takes no script."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import ClassVar, Self
from urllib.parse import urlencode

LONGEST = 200

Choices = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Field:
    """A field of the form with which a list is narrowed."""

    name: str
    label: str
    value: str
    kind: str  # "select", "text" or "mark"
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ListFilters:
    """A choice among what is listed: any number of parts at once, all of which have to hold.

    A list says what can be chosen in fields of its own dataclass, all of them text.
    """

    # The words for each part: of those chosen from a list, of those typed, of those ticked.
    selects: ClassVar[dict[str, str]] = {}
    texts: ClassVar[dict[str, str]] = {}
    marks: ClassVar[dict[str, str]] = {}

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Return what an address asks for."""
        names = asdict(cls())
        asked = {name: query.get(name, "").replace("\0", "").strip()[:LONGEST] for name in names}
        ticked = {name: asked[name] if asked[name] == "1" else "" for name in cls.marks}
        return cls(**asked | ticked)

    @property
    def query(self) -> str:
        """What an address has to end with to ask for it."""
        chosen = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""

    def without(self, name: str) -> Self:
        """Return the choice with one part of it taken back."""
        return replace(self, **{name: ""})

    def chosen(self, choices: Choices) -> list[tuple[str, str]]:
        """Return what is chosen in words, each with the address of the list without it."""
        return [
            (
                str(self.marks.get(name) or dict(choices.get(name, [])).get(value, value)),
                self.without(name).query or "?",
            )
            for name, value in asdict(self).items()
            if value
        ]

    def shown(self, choices: Choices) -> dict[str, object]:
        """Return what the template of a list needs: the form, and what is chosen, in words."""
        known = replace(self, **{name: "" for name in choices if not self._is_known(name, choices)})
        return {
            "filters": self,
            "fields": self.fields(choices),
            "chosen": self.chosen(choices),
            # What an address only makes up is no heading.
            "choice": ", ".join(words for words, _address in known.chosen(choices)),
        }

    def _is_known(self, name: str, choices: Choices) -> bool:
        return getattr(self, name) in dict(choices[name])

    def fields(self, choices: Choices) -> list[Field]:
        """Return the fields of the form, those left out in which there is nothing to choose."""
        selects = [
            Field(name, self.selects[name], getattr(self, name), "select", tuple(found))
            for name, found in choices.items()
            if found
        ]
        others = [("text", self.texts), ("mark", self.marks)]
        return selects + [
            Field(name, label, getattr(self, name), kind)
            for kind, labels in others
            for name, label in labels.items()
        ]
