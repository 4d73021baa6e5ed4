"""The house rules: what a page should be before readers see it, all in one table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from core.page_checks import checks as checks
from core.page_checks.checks import Checked


class Level(Enum):
    """What a broken rule does."""

    WARNING = "advice"
    ERROR = "blocking"


@dataclass(frozen=True)
class PageCheck:
    """A rule: its level where a site sets no other, what it is about, and what to say.

    `check` yields what stands for {what} in the text.
    """

    name: str
    level: Level
    about: str
    text: str
    check: Callable[[Checked], Iterable[str]]


@dataclass(frozen=True)
class Finding:
    """That a page breaks a rule."""

    rule: PageCheck
    level: Level
    text: str

    @property
    def is_blocking(self) -> bool:
        """Whether the page cannot be published so."""
        return self.level is Level.ERROR


RULES = (
    PageCheck(
        "title-length",
        Level.WARNING,
        f"Titles of more than {checks.LONGEST_TITLE} characters",
        f"The title has {{what}} characters; lists and search engines cut it after "
        f"{checks.LONGEST_TITLE}. Shorten it, and say the rest in the standfirst.",
        checks.long_title,
    ),
    PageCheck(
        "summary-missing",
        Level.WARNING,
        "No standfirst or summary",
        "There is no standfirst or summary. Write one or two sentences that make somebody read on.",
        checks.no_summary,
    ),
    PageCheck(
        "summary-length",
        Level.WARNING,
        f"Standfirsts of more than {checks.LONGEST_SUMMARY} characters",
        f"The standfirst or summary has {{what}} characters. Lists look best with up to "
        f"{checks.LONGEST_SUMMARY}.",
        checks.long_summary,
    ),
    PageCheck(
        "lead-image-missing",
        Level.WARNING,
        "No lead image",
        "There is no lead image. Choose one, if there is a good one.",
        checks.no_lead_image,
    ),
    PageCheck(
        "image-credit",
        Level.ERROR,
        "Pictures without a credit",
        "The picture “{what}” has no credit. Open it in Images and say who made it.",
        checks.pictures_without_credit,
    ),
    PageCheck(
        "image-description",
        Level.WARNING,
        "Pictures without alternative text",
        "The picture “{what}” has no alternative text. Say what it shows, or that it only "
        "decorates.",
        checks.pictures_without_description,
    ),
    PageCheck(
        "byline-missing",
        Level.WARNING,
        "Nobody named in the byline",
        "Nobody is named in the byline. Add who wrote it to the contributors.",
        checks.missing_byline,
    ),
    PageCheck(
        "topic-missing",
        Level.WARNING,
        "No topic",
        "There is no topic. Choose what it is about, so that readers find it.",
        checks.no_topic,
    ),
    PageCheck(
        "dead-link",
        Level.WARNING,
        "Links to drafts and to pages that are gone",
        "There is a link to “{what}”, which readers cannot open. Publish that page, or take the "
        "link away.",
        checks.dead_links,
    ),
    PageCheck(
        "heading-order",
        Level.WARNING,
        "Headings that skip a level",
        "The heading “{what}” skips a level. Give it the level below the heading above it.",
        checks.headings_out_of_order,
    ),
    PageCheck(
        "paragraph-length",
        Level.WARNING,
        f"Paragraphs of more than {checks.LONGEST_PARAGRAPH} words",
        "The paragraph “{what}” is a wall of text. Divide it.",
        checks.long_paragraphs,
    ),
    PageCheck(
        "transcript-missing",
        Level.WARNING,
        "Recordings without a transcript",
        "“{what}” has no transcript. Somebody who cannot hear it cannot know what it says.",
        checks.no_transcript,
    ),
)


def rule_choices() -> list[tuple[str, str]]:
    """Return the rules for a form."""
    return [(rule.name, rule.about) for rule in RULES]


def default_blocking() -> list[str]:
    """Return the names of the rules that stop a publication where a site says nothing else."""
    return [rule.name for rule in RULES if rule.level is Level.ERROR]


def run_checks(page: Checked, blocking: Iterable[str]) -> list[Finding]:
    """Return what `page` breaks, the blocking rules first; `blocking` has their names."""
    found = []
    for rule in RULES:
        level = Level.ERROR if rule.name in blocking else Level.WARNING
        texts = (rule.text.format(what=what) for what in rule.check(page))
        found += [Finding(rule, level, text) for text in dict.fromkeys(texts)]
    return sorted(found, key=lambda finding: not finding.is_blocking)
