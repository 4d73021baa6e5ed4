"""The byline: contributions as one sentence, such as “Interview by A with B, translated by C”."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from contributors.roles import Role

# In the order in which a sentence names them: how the part opens the sentence and continues it.
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
    """Somebody with a name."""

    name: str


@dataclass(frozen=True)
class BylinePart:
    """Those who share a role: the words before their names, and what follows the last name."""

    opening: str
    people: tuple[Named, ...]
    separator: str = ""

    @property
    def names(self) -> list[tuple[Named, str]]:
        """Each of them with what stands before the name: nothing, a comma or “and”."""
        last = len(self.people) - 1
        conjunction = f" {gettext('and')} "
        joints = ["" if i == 0 else conjunction if i == last else ", " for i in range(last + 1)]
        return list(zip(self.people, joints, strict=True))


def byline(contributions: Iterable[tuple[str, Named]]) -> list[BylinePart]:
    """Return the parts of the sentence for pairs of role and contributor."""
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
    """Return the byline as plain text, for feeds and for machines."""
    return "".join(
        f"{part.opening} {''.join(joint + person.name for person, joint in part.names)}"
        f"{part.separator}"
        for part in parts
    )


def _separator(rest: list[tuple[str, str, tuple[Named, ...]]]) -> str:
    """Return what joins a part to those after it: an interview is by one *with* another."""
    if not rest:
        return ""
    return " " if rest[0][1] == Role.INTERVIEWEE else ", "
