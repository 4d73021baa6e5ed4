"""The functions of the page checks: each yields one thing for every problem that it finds.

That is a few words, or the image, topic or page that the problem is in.
"""

import re
from collections.abc import Iterator
from typing import Protocol

from django.db.models import Model
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext
from wagtail.blocks import RichTextBlock, StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from core.blocks import (
    BodyBlock,
    FigureBlock,
    HeadingBlock,
    RecordingBlock,
    VideoBlock,
    chosen_page_ids,
    iter_block_values,
)
from core.rich_text import is_primary_key

MAX_TITLE = 90  # characters
MAX_SUMMARY = 300  # characters
MAX_PARAGRAPH = 200  # words
MAX_MAIL = 102_000  # bytes; Gmail shows no more
HEADING = re.compile(r"<h([234])[ >].*?</h\1>", re.DOTALL)
PARAGRAPH = re.compile(r"<p[ >].*?</p>", re.DOTALL)


class CheckedPage(Protocol):
    """The attributes that a page must have to be checked; other attributes are optional."""

    title: str
    summary: str


def long_title(page: CheckedPage) -> Iterator[str]:
    """Yield the length of a title that listings cut."""
    if len(page.title) > MAX_TITLE:
        yield str(len(page.title))


def missing_summary(page: CheckedPage) -> Iterator[str]:
    """Yield an empty string for a page without a summary."""
    if _has_field(page, "summary", "standfirst") and not page.summary:
        yield ""


def long_summary(page: CheckedPage) -> Iterator[str]:
    """Yield the length of a summary that listings cut."""
    if len(page.summary) > MAX_SUMMARY:
        yield str(len(page.summary))


def missing_lead_image(page: CheckedPage) -> Iterator[str]:
    """Yield an empty string for a page without a lead image."""
    if _has_field(page, "lead_image") and not page.lead_image:
        yield ""


def images_without_credit(page: CheckedPage) -> Iterator[Model]:
    """Yield the images without a credit."""
    lead = getattr(page, "lead_image", None)
    if lead and not lead.credit:
        yield lead
    for figure in iter_block_values(_body(page), FigureBlock):
        if figure["image"] and not (figure["credit"] or figure["image"].credit):
            yield figure["image"]


def images_without_alt_text(page: CheckedPage) -> Iterator[str]:
    """Yield the titles of images that have no alternative text and are not decorative."""
    lead = getattr(page, "lead_image", None)
    if lead and not (page.lead_image_description or page.lead_image_decorative):
        yield lead.title
    for figure in iter_block_values(_body(page), FigureBlock):
        image = figure["image"]
        if image and not (image.contextual_alt_text or image.decorative):
            yield image.title


def large_mail(page: CheckedPage) -> Iterator[str]:
    """Yield the size in kilobytes of a letter that mail programs cut."""
    size = getattr(page, "mail_size", 0)
    if size > MAX_MAIL:
        yield str(round(size / 1000))


def missing_byline(page: CheckedPage) -> Iterator[str]:
    """Yield an empty string for a page that needs a byline and has none."""
    if getattr(page, "requires_byline", False) and not page.byline:
        yield ""


def missing_topic(page: CheckedPage) -> Iterator[str]:
    """Yield an empty string for a page without topics."""
    if hasattr(page, "topics") and not page.topics:
        yield ""


def proposed_topics(page: CheckedPage) -> Iterator[Model]:
    """Yield the topics that no editor has accepted."""
    yield from (topic for topic in getattr(page, "topics", ()) if topic.is_proposed)


def repeated_series_part(page: CheckedPage) -> Iterator[Model]:
    """Yield the public articles with the same number in the same series."""
    yield from getattr(page, "articles_of_same_part", ())


def dead_links(page: CheckedPage) -> Iterator[str | Model]:
    """Yield the linked pages that are not live."""
    ids = {int(pk) for pk in map(str, _linked_ids(page)) if is_primary_key(pk)}
    linked = Page.objects.in_bulk(ids)
    for pk in sorted(ids):
        if pk not in linked:
            yield gettext("a deleted page")
        elif not linked[pk].live:
            yield linked[pk]


def headings_out_of_order(page: CheckedPage) -> Iterator[str]:
    """Yield the text of headings that skip a level."""
    above = 1  # the title of the page
    for level, words in _headings(page):
        if level > above + 1:
            yield words
        above = level


def long_paragraphs(page: CheckedPage) -> Iterator[str]:
    """Yield the first words of paragraphs that are too long to read on a phone."""
    for block in _body(page):
        if isinstance(block.block, RichTextBlock):
            for paragraph in PARAGRAPH.findall(block.value.source):
                words = strip_tags(paragraph).split()
                if len(words) > MAX_PARAGRAPH:
                    yield Truncator(" ".join(words)).words(6)


def missing_transcript(page: CheckedPage) -> Iterator[str]:
    """Yield the titles of recordings and videos without a transcript."""
    for kind in (RecordingBlock, VideoBlock):
        for recording in iter_block_values(_body(page), kind):
            if not strip_tags(recording["transcript"].source).strip():
                yield recording["title"]


def _has_field(page: CheckedPage, *names: str) -> bool:
    return any(field.name in names for field in page._meta.get_fields())


def _body(page: CheckedPage) -> StreamValue | tuple[()]:
    return getattr(page, "body", None) or ()


def _headings(page: CheckedPage) -> Iterator[tuple[int, str]]:
    """Yield the level and the text of each heading of the body."""
    for block in _body(page):
        if isinstance(block.block, HeadingBlock):
            yield int(block.value["level"][1]), block.value["text"]
        elif isinstance(block.block, RichTextBlock):
            for heading in HEADING.finditer(block.value.source):
                yield int(heading[1]), strip_tags(heading[0])


def _linked_ids(page: CheckedPage) -> Iterator[int | str]:
    """Yield the ids of the pages that the rich text and streams of `page` link to."""
    for field in page._meta.get_fields():
        value = getattr(page, field.name, None) if hasattr(field, "extract_references") else None
        if value is None:
            continue
        if isinstance(getattr(value, "stream_block", None), BodyBlock):
            yield from chosen_page_ids(value)  # including deleted pages
        if isinstance(field, (StreamField, RichTextField)):
            for model, pk, *_path in field.extract_references(value):
                if issubclass(model, Page):
                    yield pk
