"""The press sheet of a book, for bookshops and reviewers."""

from functools import cached_property

from django.db import models
from django.http import HttpRequest
from django.utils.text import Truncator
from wagtail.images.models import AbstractRendition
from wagtail.rich_text import get_text_for_indexing
from wagtail.url_routing import RouteResult

from contributors.models import Contributor
from images.rendition_cache import RENDITION_ERRORS

COVER_FILE = "max-2400x2400|bgcolor-ffffff|format-jpeg|jpegquality-92"
# With the cover and the facts, so many words fill a page of A4.
MAX_BODY_WORDS, MAX_BIOGRAPHY_WORDS = 130, 180


class PressSheetMixin(models.Model):
    """A page with a press sheet at `press/` below its URL."""

    # Whether the request is for the press sheet.
    is_press_sheet = False

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Route `press/` to the press sheet."""
        if path_components == ["press"] and self.live:
            self.is_press_sheet = True
            return RouteResult(self)
        return super().route(request, path_components)

    def get_template(self, request: HttpRequest, *args: object, **kwargs: object) -> str:
        """Return the template of the page or of its press sheet."""
        if self.is_press_sheet:
            return "books/press_sheet.html"
        return super().get_template(request, *args, **kwargs)

    @cached_property
    def cover_file(self) -> AbstractRendition | None:
        """The cover in print resolution; the original image is never public."""
        try:
            return self.lead_image and self.lead_image.get_rendition(COVER_FILE)
        except RENDITION_ERRORS:
            return None

    @property
    def biographies(self) -> list[Contributor]:
        """The contributors with a biography, without duplicates, in the order of the byline."""
        people = dict.fromkeys(part.contributor for part in self.contributions.all())
        return [person for person in people if person.biography]

    @property
    def contributor_blurbs(self) -> list[tuple[str, str]]:
        """Pairs of a contributor's name and the beginning of their biography as plain text."""
        people = self.biographies
        limit = MAX_BIOGRAPHY_WORDS // max(1, len(people))
        texts = (get_text_for_indexing(person.biography) for person in people)
        return [
            (person.name, Truncator(text).words(limit))
            for person, text in zip(people, texts, strict=True)
        ]

    @property
    def about(self) -> str:
        """The beginning of the body as plain text."""
        texts = self.body.stream_block.get_searchable_content(self.body)
        return Truncator(" ".join(" ".join(texts).split())).words(MAX_BODY_WORDS)
