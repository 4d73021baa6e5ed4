"""Rows of dashboard panels, built for many pages with a constant number of queries."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from django.utils.html import strip_tags
from django.utils.translation import ngettext
from treebeard.mp_tree import MP_Node
from wagtail.models import Page, Revision

from contributors.models import Contributor


@dataclass
class PageRow:
    """A page in a panel, with a `note` that says why it is listed."""

    page: Page
    section: str
    title: str
    since: datetime | None
    note: str = ""
    words: int = 0
    contributors: list[str] = field(default_factory=list)
    claimed_by: str = ""
    submitted_by: str = ""

    @property
    def pk(self) -> int:
        """The primary key of the page."""
        return self.page.pk

    @property
    def length(self) -> str:
        """The number of words, with its unit; empty for a page without words."""
        words = ngettext("%(count)d word", "%(count)d words", self.words) % {"count": self.words}
        return words if self.words else ""

    @property
    def byline(self) -> str:
        """The names of the contributors."""
        return ", ".join(self.contributors)


def section_titles(pages: Iterable[Page]) -> dict[str, str]:
    """Return the titles of the parents of these pages, by the path of each page."""
    parents = {page.path: page.path[: -MP_Node.steplen] for page in pages}
    titles = dict(Page.objects.filter(path__in=parents.values()).values_list("path", "title"))
    return {path: titles.get(parent, "") for path, parent in parents.items()}


def contributor_names(revisions: Iterable[Revision]) -> dict[int, list[str]]:
    """Return the names of the contributors of each revision, by its primary key."""
    ids = {
        revision.pk: [row.get("contributor") for row in revision.content.get("contributions", [])]
        for revision in revisions
    }
    contributors = Contributor.objects.filter(pk__in=set(chain.from_iterable(ids.values())))
    names = dict(contributors.values_list("pk", "name"))
    return {key: [names[pk] for pk in pks if pk in names] for key, pks in ids.items()}


def count_words(revision: Revision) -> int:
    """Return the number of words of a revision, without its title."""
    content = revision.content
    body = content.get("body") or "[]"
    prose = [content.get("standfirst") or content.get("summary") or ""]
    prose += _prose(json.loads(body) if isinstance(body, str) else body)
    return sum(len(strip_tags(text).split()) for text in prose)


def _prose(value: object) -> list[str]:
    """Return the texts in raw stream data; strings without a space are keys or URLs."""
    if isinstance(value, str):
        return [value.replace("><", "> <")] if " " in value or "<" in value else []
    if isinstance(value, dict):
        value = [item for key, item in value.items() if key not in ("id", "type")]
    return list(chain.from_iterable(map(_prose, value))) if isinstance(value, list) else []
