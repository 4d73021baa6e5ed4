"""The page checks, in one table, each with its default level and its message."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum

from django.db.models import Model
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.page_checks import checks
from core.page_checks.checks import CheckedPage


class Level(Enum):
    """Whether a finding stops a publication."""

    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class PageCheck:
    """A page check: its default level, its label in the settings and its message.

    `check` yields one value for {what} in the message for each problem that it finds: words, or
    the object to correct.
    """

    name: str
    level: Level
    label: str
    text: str
    check: Callable[[CheckedPage], Iterable[str | Model]]


@dataclass(frozen=True)
class Finding:
    """A problem that a page check found, with the level that the site has set.

    `subject` is the image, topic or other page to correct; None if that is the page itself.
    """

    check: PageCheck
    level: Level
    text: str
    subject: Model | None = field(default=None, compare=False)

    @property
    def is_error(self) -> bool:
        """Whether the finding stops a publication."""
        return self.level is Level.ERROR


CHECKS = (
    PageCheck(
        "title-length",
        Level.WARNING,
        format_lazy(_("Titles of more than {most} characters"), most=checks.MAX_TITLE),
        format_lazy(
            _(
                "The title has {{what}} characters; listings and search engines cut it after "
                "{most}. Shorten it, and move the rest to the standfirst."
            ),
            most=checks.MAX_TITLE,
        ),
        checks.long_title,
    ),
    PageCheck(
        "summary-missing",
        Level.WARNING,
        _("No standfirst or summary"),
        _(
            "There is no standfirst or summary. Write one or two sentences that make readers "
            "want to read on."
        ),
        checks.missing_summary,
    ),
    PageCheck(
        "summary-length",
        Level.WARNING,
        format_lazy(_("Standfirsts of more than {most} characters"), most=checks.MAX_SUMMARY),
        format_lazy(
            _(
                "The standfirst or summary has {{what}} characters. Listings look best with up "
                "to {most}."
            ),
            most=checks.MAX_SUMMARY,
        ),
        checks.long_summary,
    ),
    PageCheck(
        "lead-image-missing",
        Level.WARNING,
        _("No lead image"),
        _("There is no lead image: lists and shared links show the text alone."),
        checks.missing_lead_image,
    ),
    PageCheck(
        "image-credit",
        Level.ERROR,
        _("Images without a credit"),
        _("The image “{what}” has no credit. Open it in Images and enter who made it."),
        checks.images_without_credit,
    ),
    PageCheck(
        "image-description",
        Level.WARNING,
        _("Images without alternative text"),
        _(
            "The image “{what}” has no alternative text. Describe what it shows, or mark it as "
            "decorative."
        ),
        checks.images_without_alt_text,
    ),
    PageCheck(
        "mail-size",
        Level.WARNING,
        _("Letters that mail programs cut"),
        format_lazy(
            _(
                "The letter has {{what}} kB. Gmail cuts what is longer than {most} kB, and with it "
                "the link to unsubscribe: shorten a list."
            ),
            most=checks.MAX_MAIL // 1000,
        ),
        checks.large_mail,
    ),
    PageCheck(
        "byline-missing",
        Level.WARNING,
        _("No byline"),
        _("The byline is empty. Add the author to the contributors."),
        checks.missing_byline,
    ),
    PageCheck(
        "topic-missing",
        Level.WARNING,
        _("No topic"),
        _("There is no topic. Choose what the page is about, so that readers find it."),
        checks.missing_topic,
    ),
    PageCheck(
        "topic-proposed",
        Level.ERROR,
        _("Topics that are only proposed"),
        _(
            "The topic “{what}” is only proposed. Whoever may change topics, such as an editor, "
            "can accept it or merge it into another one, under Directory › Topics."
        ),
        checks.proposed_topics,
    ),
    PageCheck(
        "series-part",
        Level.WARNING,
        _("Parts of a series with the same number"),
        _("“{what}” is the same part of the series. Give one of the two another number."),
        checks.repeated_series_part,
    ),
    PageCheck(
        "dead-link",
        Level.WARNING,
        _("Links to drafts and to deleted pages"),
        _(
            "There is a link to “{what}”, which readers cannot open. Publish that page, or "
            "remove the link."
        ),
        checks.dead_links,
    ),
    PageCheck(
        "heading-order",
        Level.WARNING,
        _("Headings that skip a level"),
        _("The heading “{what}” skips a level. Give it the level below the heading above it."),
        checks.headings_out_of_order,
    ),
    PageCheck(
        "paragraph-length",
        Level.WARNING,
        format_lazy(_("Paragraphs of more than {most} words"), most=checks.MAX_PARAGRAPH),
        _("The paragraph “{what}” is very long. Split it."),
        checks.long_paragraphs,
    ),
    PageCheck(
        "transcript-missing",
        Level.WARNING,
        _("Recordings without a transcript"),
        _("“{what}” has no transcript. People who cannot hear it cannot know what it says."),
        checks.missing_transcript,
    ),
)


def check_choices() -> list[tuple[str, str]]:
    """Return the names and labels of all checks for a form field."""
    return [(check.name, check.label) for check in CHECKS]


def default_blocking_checks() -> list[str]:
    """Return the names of the checks that stop a publication by default."""
    return [check.name for check in CHECKS if check.level is Level.ERROR]


def run_checks(page: CheckedPage, blocking: Iterable[str]) -> list[Finding]:
    """Return the findings for `page`, errors first; `blocking` has the names of error checks."""
    findings = []
    for check in CHECKS:
        level = Level.ERROR if check.name in blocking else Level.WARNING
        subjects = {_text(check, what): what for what in check.check(page)}
        findings += [
            Finding(check, level, text, what if isinstance(what, Model) else None)
            for text, what in subjects.items()
        ]
    return sorted(findings, key=lambda finding: not finding.is_error)


def _text(check: PageCheck, what: str | Model) -> str:
    words = what.get_admin_display_title() if isinstance(what, Page) else str(what)
    return str(check.text).format(what=words)
