"""The house rules: what a page should be before readers see it, all in one table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from core.page_checks import checks as checks
from core.page_checks.checks import Checked


class Level(Enum):
    """What a broken rule does."""

    ADVICE = "advice"
    BLOCKING = "blocking"


@dataclass(frozen=True)
class Rule:
    """A rule: its level where a site sets no other, what it is about, and what to say.

    `broken` yields what stands for {what} in the text.
    """

    name: str
    level: Level
    about: str
    text: str
    broken: Callable[[Checked], Iterable[str]]


@dataclass(frozen=True)
class Finding:
    """That a page breaks a rule."""

    rule: Rule
    level: Level
    text: str

    @property
    def is_blocking(self) -> bool:
        """Whether the page cannot be published so."""
        return self.level is Level.BLOCKING


RULES = (
    Rule(
        "title-length",
        Level.ADVICE,
        f"Titles of more than {checks.LONGEST_TITLE} characters",
        f"The title has {{what}} characters; lists and search engines cut it after "
        f"{checks.LONGEST_TITLE}. Shorten it, and say the rest in the standfirst.",
        checks.long_title,
    ),
    Rule(
        "summary-missing",
        Level.ADVICE,
        "No standfirst or summary",
        "There is no standfirst or summary. Write one or two sentences that make somebody read on.",
        checks.no_summary,
    ),
    Rule(
        "summary-length",
        Level.ADVICE,
        f"Standfirsts of more than {checks.LONGEST_SUMMARY} characters",
        f"The standfirst or summary has {{what}} characters. Lists look best with up to "
        f"{checks.LONGEST_SUMMARY}.",
        checks.long_summary,
    ),
    Rule(
        "lead-image-missing",
        Level.ADVICE,
        "No lead image",
        "There is no lead image. Choose one, if there is a good one.",
        checks.no_lead_image,
    ),
    Rule(
        "image-credit",
        Level.BLOCKING,
        "Pictures without a credit",
        "The picture “{what}” has no credit. Open it in Images and say who made it.",
        checks.pictures_without_credit,
    ),
    Rule(
        "image-description",
        Level.ADVICE,
        "Pictures without alternative text",
        "The picture “{what}” has no alternative text. Say what it shows, or that it only "
        "decorates.",
        checks.pictures_without_description,
    ),
    Rule(
        "byline-missing",
        Level.ADVICE,
        "Nobody named in the byline",
        "Nobody is named in the byline. Add who wrote it to the contributors.",
        checks.nobody_named,
    ),
    Rule(
        "topic-missing",
        Level.ADVICE,
        "No topic",
        "There is no topic. Choose what it is about, so that readers find it.",
        checks.no_topic,
    ),
    Rule(
        "dead-link",
        Level.ADVICE,
        "Links to drafts and to pages that are gone",
        "There is a link to “{what}”, which readers cannot open. Publish that page, or take the "
        "link away.",
        checks.dead_links,
    ),
    Rule(
        "heading-order",
        Level.ADVICE,
        "Headings that skip a level",
        "The heading “{what}” skips a level. Give it the level below the heading above it.",
        checks.headings_out_of_order,
    ),
    Rule(
        "paragraph-length",
        Level.ADVICE,
        f"Paragraphs of more than {checks.LONGEST_PARAGRAPH} words",
        "The paragraph “{what}” is a wall of text. Divide it.",
        checks.walls_of_text,
    ),
    Rule(
        "transcript-missing",
        Level.ADVICE,
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
    return [rule.name for rule in RULES if rule.level is Level.BLOCKING]


def findings(page: Checked, blocking: Iterable[str]) -> list[Finding]:
    """Return what `page` breaks, the blocking rules first; `blocking` has their names."""
    found = []
    for rule in RULES:
        level = Level.BLOCKING if rule.name in blocking else Level.ADVICE
        texts = (rule.text.format(what=what) for what in rule.broken(page))
        found += [Finding(rule, level, text) for text in dict.fromkeys(texts)]
    return sorted(found, key=lambda finding: not finding.is_blocking)
