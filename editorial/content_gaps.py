"""Keeps what public pages lack, so that the desk and the lists need not look at every text."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from core.models.publishing import page_findings
from editorial.models import PublishedFinding
from images.models import SiteImage

# What makes a public page less than it should be, whatever the site takes as advice.
# Each with the word that lists have room for.
KEPT = {
    "image-credit": "credit",
    "image-description": "alternative text",
    "summary-missing": "standfirst",
    "byline-missing": "byline",
}


def missing(page: Page) -> str:
    """Return what a public page lacks, in a word or two."""
    rules = (finding.rule for finding in page.published_findings.all())
    return ", ".join(dict.fromkeys(KEPT[rule] for rule in rules))


def record(instance: Page, **_kwargs: object) -> None:
    """Keep what a page lacks that has just been published."""
    forget(instance)
    PublishedFinding.objects.bulk_create(
        PublishedFinding(page_id=instance.pk, rule=finding.rule.name, text=finding.text)
        for finding in page_findings(instance)
        if finding.rule.name in KEPT
    )


def forget(instance: Page, **_kwargs: object) -> None:
    """Forget what a page lacks that is no longer public."""
    PublishedFinding.objects.filter(page=instance.pk).delete()


def refresh_gaps_for_image(instance: SiteImage, created: bool, **_kwargs: object) -> None:
    """Look again at the public pages that show a picture: it may have got, or lost, its credit."""
    if created:
        return
    pages = ContentType.objects.get_for_model(Page)
    uses = ReferenceIndex.get_references_to(instance).filter(base_content_type=pages)
    keys = {int(key) for key in uses.values_list("object_id", flat=True)}
    for page in Page.objects.live().filter(pk__in=keys).specific():
        record(page)
