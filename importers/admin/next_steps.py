"""What to look at after an import."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from importers.admin import outcome
from importers.admin.bilingual_titles import bilingual_titles
from importers.admin.bylines import proposals
from importers.admin.imported_pages import empty_pages
from importers.front_page_builder import FRONT_PAGE
from importers.models import ImportedItem, ImportRun


class NextStep(NamedTuple):
    """A list of pages to look at, or one page, which has no number."""

    name: str
    words: str
    number: int | None
    url: str


def next_steps(run: ImportRun) -> list[NextStep]:
    """Return what is left to look at, without what is done."""
    counts = run.summary.get("warning_counts", {})
    pictures = sum(counts.get(kind, 0) for kind in outcome.PICTURES)
    found = [
        ("bylines", gettext("Names in standfirsts that may belong in the byline"),
         len(proposals(run))),
        ("titles", gettext("Events whose title is in two languages"), len(bilingual_titles(run))),
        ("empty", gettext("Pages without a text"), len(empty_pages(run))),
        ("pictures", gettext("Missing images and files"), pictures),
    ]  # fmt: skip
    return [
        *_front_page(run),
        *(
            NextStep(name, words, number, reverse(f"import_{name}", args=[run.pk]))
            for name, words, number in found
            if number
        ),
    ]


def _front_page(run: ImportRun) -> Iterator[NextStep]:
    """Yield the front page if this site's import has built it."""
    built = ImportedItem.objects.filter(site=run.site, kind=FRONT_PAGE).first()
    if built and (page := built.target):
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        number = len(page.body)
        words = ngettext(
            "The front page, with %(number)s section chosen from the export",
            "The front page, with %(number)s sections chosen from the export",
            number,
        )
        yield NextStep("front_page", words % {"number": number}, None, url)
