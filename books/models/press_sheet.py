"""What the press and bookshops are given of a book."""

from functools import cached_property

from django.db import models
from django.http import HttpRequest
from django.utils.text import Truncator
from wagtail.images.models import AbstractRendition, SourceImageIOError
from wagtail.rich_text import get_text_for_indexing
from wagtail.url_routing import RouteResult

from contributors.models import Contributor

COVER_FILE = "max-2400x2400|bgcolor-ffffff|format-jpeg|jpegquality-92"
# With cover and facts, so many words fill a page of A4: on the book, and on all who made it.
ABOUT_WORDS, PEOPLE_WORDS = 130, 180


class PressSheetMixin(models.Model):
    """A book with a sheet for bookshops and reviewers below its page."""

    # Whether what is asked for is that sheet.
    is_press_sheet = False

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the press sheet below the page, too."""
        if path_components == ["press"] and self.live:
            self.is_press_sheet = True
            return RouteResult(self)
        return super().route(request, path_components)

    def get_template(self, request: HttpRequest, *args: object, **kwargs: object) -> str:
        """Return the template of the page, or of its press sheet."""
        if self.is_press_sheet:
            return "books/press_sheet.html"
        return super().get_template(request, *args, **kwargs)

    @cached_property
    def cover_file(self) -> AbstractRendition | None:
        """The cover as shops and printers want it; the original itself is never public."""
        try:
            return self.lead_image and self.lead_image.get_rendition(COVER_FILE)
        except SourceImageIOError:
            return None

    @property
    def biographies(self) -> list[Contributor]:
        """Those who made it and of whom something is told, each once, in the editor's order."""
        people = dict.fromkeys(part.contributor for part in self.contributions.all())
        return [person for person in people if person.biography]

    @property
    def contributor_blurbs(self) -> list[tuple[str, str]]:
        """Their names, each with the beginning of what is told of them, in plain words."""
        people = self.biographies
        each = PEOPLE_WORDS // max(1, len(people))
        texts = (get_text_for_indexing(person.biography) for person in people)
        return [
            (person.name, Truncator(text).words(each))
            for person, text in zip(people, texts, strict=True)
        ]

    @property
    def about(self) -> str:
        """The beginning of the text about it, as plain words, as long as a press sheet takes."""
        texts = self.body.stream_block.get_searchable_content(self.body)
        return Truncator(" ".join(" ".join(texts).split())).words(ABOUT_WORDS)
