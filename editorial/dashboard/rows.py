"""What the desk tells of a page, for many pages at once: the number of queries is constant."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from django.utils.html import strip_tags
from treebeard.mp_tree import MP_Node
from wagtail.models import Page, Revision

from contributors.models import Contributor


@dataclass
class PageRow:
    """A page on the desk; `note` is what makes it stand there."""

    page: Page
    section: str
    title: str
    since: datetime | None
    note: str = ""
    words: int = 0
    contributors: list[str] = field(default_factory=list)
    claimed_by: str = ""

    @property
    def pk(self) -> int:
        """The key of the page."""
        return self.page.pk

    @property
    def byline(self) -> str:
        """The names of its contributors."""
        return ", ".join(self.contributors)


def sections(pages: Iterable[Page]) -> dict[str, str]:
    """Return the titles of the pages above these, by the path of each of these."""
    above = {page.path: page.path[: -MP_Node.steplen] for page in pages}
    titles = dict(Page.objects.filter(path__in=above.values()).values_list("path", "title"))
    return {path: titles.get(parent, "") for path, parent in above.items()}


def names(revisions: Iterable[Revision]) -> dict[int, list[str]]:
    """Return the names of the contributors of each version, by its key."""
    chosen = {
        revision.pk: [row.get("contributor") for row in revision.content.get("contributions", [])]
        for revision in revisions
    }
    ids = set(chain.from_iterable(chosen.values()))
    found = dict(Contributor.objects.filter(pk__in=ids).values_list("pk", "name"))
    return {key: [found[pk] for pk in pks if pk in found] for key, pks in chosen.items()}


def count_words(revision: Revision) -> int:
    """Return how many words there are to read in a version, the title left out."""
    content = revision.content
    body = content.get("body") or "[]"
    prose = [content.get("standfirst") or content.get("summary") or ""]
    prose += _prose(json.loads(body) if isinstance(body, str) else body)
    return sum(len(strip_tags(text).split()) for text in prose)


def _prose(value: object) -> list[str]:
    """Return every text within the data of a stream: what has no space is a key or an address."""
    if isinstance(value, str):
        return [value.replace("><", "> <")] if " " in value or "<" in value else []
    if isinstance(value, dict):
        value = [item for key, item in value.items() if key not in ("id", "type")]
    return list(chain.from_iterable(map(_prose, value))) if isinstance(value, list) else []
