"""Store what live pages are missing, so that the dashboard and listings need not check them."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, ReferenceIndex, Revision

from core.models.publishing import page_findings
from editorial.models import ContentGap
from images.models import SiteImage

# The page checks whose findings are stored, with labels that are short enough for listings.
RECORDED_CHECKS = {
    "image-credit": _("credit"),
    "image-description": _("alternative text"),
    "summary-missing": _("standfirst"),
    "byline-missing": _("byline"),
}


def gap_labels(page: Page) -> str:
    """Return what a live page is missing, as a list of labels."""
    names = dict.fromkeys(gap.check_name for gap in page.content_gaps.all())
    return ", ".join(str(RECORDED_CHECKS[name]) for name in names)


def gap_cell(page: Page) -> str:
    """Return what a live page is missing, for a list; other pages are checked on submission."""
    return (gap_labels(page) or gettext("nothing")) if page.live else "–"


def record_gaps(instance: Page, revision: Revision | None = None, **_kwargs: object) -> None:
    """Store the findings of a page that was published."""
    clear_gaps(instance)
    ContentGap.objects.bulk_create(
        ContentGap(page_id=instance.pk, check_name=finding.check.name, text=finding.text)
        for finding in page_findings(instance, revision)
        if finding.check.name in RECORDED_CHECKS
    )


def clear_gaps(instance: Page, **_kwargs: object) -> None:
    """Delete the stored findings of a page that is no longer live."""
    ContentGap.objects.filter(page=instance.pk).delete()


def refresh_gaps_for_image(instance: SiteImage, created: bool, **_kwargs: object) -> None:
    """Check the live pages that show an image again: its credit may have changed."""
    if created:
        return
    pages = ContentType.objects.get_for_model(Page)
    uses = ReferenceIndex.get_references_to(instance).filter(base_content_type=pages)
    keys = {int(key) for key in uses.values_list("object_id", flat=True)}
    for page in Page.objects.live().filter(pk__in=keys).specific():
        record_gaps(page)
