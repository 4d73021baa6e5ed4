"""Names in standfirsts that may belong in the byline, and adding them to it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from wagtail.models import Page

from contributors.models import Contribution, Contributor
from contributors.roles import Role
from importers.admin.imported_pages import change_page, pages_of
from importers.models import ImportRun
from importers.pages.articles import ArticleImporter
from news.models import ArticlePage

# What the importer adds after the names: where the text was first published.
PLACE = re.compile(r" \([^()]*\)$")
SEPARATOR = re.compile(r", and |, | and ")


class Proposal(NamedTuple):
    """A name in the standfirst of an article."""

    page_id: int
    title: str
    name: str
    standfirst: str

    @property
    def url(self) -> str:
        """The address of the form of the article."""
        return reverse("wagtailadmin_pages:edit", args=[self.page_id])


def names_in(words: str) -> list[str]:
    """Return the names in what the importer found: “A B, C D and E F (The Lantern)”."""
    return [name for each in SEPARATOR.split(PLACE.sub("", words)) if (name := each.strip())]


def proposals(run: ImportRun) -> list[Proposal]:
    """Return the names that are not in the byline yet, of the articles as they are now."""
    articles = defaultdict(list)
    pages = pages_of(run, ArticleImporter.model).order_by("pk")
    for pk, title, standfirst in pages.values_list("pk", "title", "standfirst"):
        articles[title].append((pk, standfirst))
    found = dict.fromkeys(_found(run, articles))
    drafts = _names_by_page({each.page_id for each in found})
    return [each for each in found if each.name.casefold() not in drafts[each.page_id]]


def _found(run: ImportRun, articles: dict[str, list[tuple[int, str]]]) -> Iterator[Proposal]:
    for title, words, standfirst in run.proposals:
        same = articles.get(title, [])
        exact = [pk for pk, text in same if text == standfirst]
        # An editor may have changed the standfirst of an article; a title may be that of several.
        for pk in exact or ([same[0][0]] if len(same) == 1 else []):
            for name in names_in(words):
                yield Proposal(pk, title, name, standfirst)


def _names_by_page(pks: set[int]) -> dict[int, set[str]]:
    """Return the names in the bylines of pages, of their latest drafts if there are any."""
    rows = Page.objects.filter(pk__in=pks).select_related("latest_revision")
    keys: dict[int, set[int]] = {
        page.pk: {each.get("contributor") for each in page.latest_revision.content["contributions"]}
        for page in rows
        if page.latest_revision and "contributions" in page.latest_revision.content
    }
    for pk, contributor in Contribution.objects.filter(page__in=pks - keys.keys()).values_list(
        "page_id", "contributor_id"
    ):
        keys.setdefault(pk, set()).add(contributor)
    used = set().union(*keys.values()) if keys else set()
    names = dict(Contributor.objects.filter(pk__in=used).values_list("pk", "name"))
    found = {pk: {names[key].casefold() for key in own & names.keys()} for pk, own in keys.items()}
    return defaultdict(set, found)


def add_to_byline(proposal: Proposal, role: Role, user: AbstractBaseUser) -> bool:
    """Add a name to the byline of a page, and return whether readers see it already.

    Raise PermissionDenied or ValidationError.
    """

    def add(page: ArticlePage) -> None:
        contributor = Contributor.objects.filter(name__iexact=proposal.name).order_by("pk").first()
        contributor = contributor or Contributor.objects.create(name=proposal.name)
        rows = list(page.contributions.all())
        if any(row.contributor_id == contributor.pk and row.role == role for row in rows):
            return
        page.contributions.add(
            Contribution(contributor=contributor, role=role, sort_order=len(rows))
        )

    return change_page(Page.objects.get(pk=proposal.page_id), user, add)
