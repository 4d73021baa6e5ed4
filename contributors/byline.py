"""The byline: contributions as a phrase, such as “Interview by A with B, translated by C”."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contributors.roles import Role
from core.values.languages import conjunction

# The order of the roles in a byline; the opening of the first part and that of further parts.
OPENINGS = {
    Role.AUTHOR: (pgettext_lazy("byline", "By"), pgettext_lazy("byline", "by")),
    Role.INTERVIEWER: (_("Interview by"), _("interview by")),
    Role.INTERVIEWEE: (_("Interview with"), pgettext_lazy("interview by A", "with")),
    Role.STATEMENT: (_("Statement by"), _("statement by")),
    Role.EDITOR: (_("Edited by"), _("edited by")),
    Role.FOREWORD: (_("Foreword by"), _("foreword by")),
    Role.TRANSLATOR: (_("Translated by"), _("translated by")),
    Role.PHOTOGRAPHER: (_("Photographs by"), _("photographs by")),
    Role.ILLUSTRATOR: (_("Illustrated by"), _("illustrated by")),
    Role.SPEAKER: (pgettext_lazy("speakers", "With"), pgettext_lazy("speakers", "with")),
}


class Named(Protocol):
    """An object with a name, such as a contributor."""

    name: str


@dataclass(frozen=True)
class BylinePart:
    """The contributors with one role: `opening` precedes their names, `separator` follows."""

    opening: str
    people: tuple[Named, ...]
    separator: str = ""

    @property
    def names(self) -> list[tuple[Named, str]]:
        """Pairs of a contributor and the text before the name: empty, a comma or “and”."""
        last = len(self.people) - 1
        return [
            (person, "" if i == 0 else f" {conjunction(person.name)} " if i == last else ", ")
            for i, person in enumerate(self.people)
        ]


def byline(contributions: Iterable[tuple[str, Named]]) -> list[BylinePart]:
    """Return the parts of the byline for pairs of role and contributor."""
    by_role = defaultdict(list)
    for role, contributor in contributions:
        by_role[role].append(contributor)
    parts = []
    for role, (first, further) in OPENINGS.items():
        if role in by_role:
            parts.append((further if parts else first, role, tuple(by_role[role])))
    return [
        BylinePart(opening, people, _separator(parts[index + 1 :]))
        for index, (opening, _role, people) in enumerate(parts)
    ]


def credit_line(parts: Iterable[BylinePart]) -> str:
    """Return the byline as plain text, for feeds and metadata."""
    return "".join(
        f"{part.opening} {''.join(prefix + person.name for person, prefix in part.names)}"
        f"{part.separator}"
        for part in parts
    )


def _separator(rest: list[tuple[str, str, tuple[Named, ...]]]) -> str:
    """Return the separator before the remaining parts: “Interview by A with B” has no comma."""
    if not rest:
        return ""
    return " " if rest[0][1] == Role.INTERVIEWEE else ", "
