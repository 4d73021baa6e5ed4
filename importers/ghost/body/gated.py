"""Leave out the parts of a public post that only some readers could see."""

import re

from importers.ghost.body.cards import Note
from importers.html.dom import line_text, parse

GATED = re.compile(
    r"<!--\s*kg-gated-block:begin\s(.*?)-->(.*?)<!--\s*kg-gated-block:end\s*-->", re.DOTALL
)
OPEN_TO_ALL = re.compile(r"nonMember:\s*[\"']?true")


def without_gated_blocks(html: str, notes: list[Note]) -> str:
    """Return HTML without the parts for members, each of which is noted."""

    def replaced(found: re.Match) -> str:
        if OPEN_TO_ALL.search(found[1]):
            return found[2]
        root, _ = parse(found[2])
        urls = [each.get("href") or each.get("src") for each in root.iter("a", "img", "iframe")]
        words = " ".join(filter(None, [line_text(root), *urls]))
        notes.append(Note("visibility", f"A part that only members could read: {words}"))
        return ""

    return GATED.sub(replaced, html)
