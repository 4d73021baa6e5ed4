"""What an article is about or comes from: a book, or the decision of a body."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from core.metadata.schema_org import thing
from core.models import BasePage
from core.panels import SchemaPageChooserPanel
from core.values.isbn import compact, hyphenated
from news.choices import Format


class BookReferenceMixin(models.Model):
    """An article that reviews a book, or prints a part of one."""

    book = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="A book of ours: the one that a review is about, or that any other article is "
        "an extract from.",
    )
    book_title = models.CharField(
        "title",
        max_length=255,
        blank=True,
        help_text="For a book of another publisher; leave this empty for one of ours.",
    )
    book_author = models.CharField("author", max_length=200, blank=True)
    book_publisher = models.CharField("publisher", max_length=200, blank=True)
    book_isbn = models.CharField(
        "ISBN", max_length=20, blank=True, help_text="With or without hyphens."
    )

    book_panels = [
        MultiFieldPanel(
            [
                SchemaPageChooserPanel("book", schema_type="Book"),
                FieldRowPanel([FieldPanel("book_title"), FieldPanel("book_author")]),
                FieldRowPanel([FieldPanel("book_publisher"), FieldPanel("book_isbn")]),
            ],
            heading="Book that it reviews, or is an extract from",
            classname="collapsed",
        )
    ]
    book_search_fields = [
        index.SearchField("book_title"),
        index.SearchField("book_author"),
        index.SearchField("book_isbn"),
    ]

    class Meta:
        abstract = True

    @property
    def is_review(self) -> bool:
        """Whether it judges the book; it prints a part of it otherwise."""
        return self.format == Format.REVIEW

    @property
    def public_book(self) -> BasePage | None:
        """The book of ours that it points at, if everybody may read its page."""
        return self.related_cards.get(self.book_id)

    def card_ids(self) -> list[int]:
        """Return the ids of all pages whose cards the page shows, with that of the book."""
        return [*super().card_ids(), *([self.book_id] if self.book_id else [])]

    @property
    def book_isbn_text(self) -> str:
        """The ISBN as it is printed."""
        return hyphenated(self.book_isbn)

    @property
    def schema_book(self) -> dict[str, object] | None:
        """The book, in the words of schema.org."""
        ours = self.public_book
        if ours:
            return thing("Book", name=ours.title, url=ours.full_url)
        if not self.book_title:
            return None
        return thing(
            "Book",
            name=self.book_title,
            author=self.book_author,
            publisher=self.book_publisher,
            isbn=self.book_isbn,
        )

    def clean(self) -> None:
        """Check the ISBN, and that the book is described in one way only."""
        super().clean()
        if self.book_isbn:
            try:
                self.book_isbn = compact(self.book_isbn)
            except ValidationError as error:
                raise ValidationError({"book_isbn": error.messages}) from error
        if self.book_id and self.book_title:
            raise ValidationError(
                {"book_title": "The book is one of ours already. Empty one of the two fields."}
            )
        if not self.book_title and (self.book_author or self.book_publisher or self.book_isbn):
            raise ValidationError({"book_title": "Give the title of the book, too."})


class StatementMixin(models.Model):
    """An article that a body adopted: a resolution, an open letter."""

    adopted_by = models.CharField(
        max_length=200,
        blank=True,
        help_text="Only for a statement: the body that adopted it, such as “The general meeting”.",
    )
    adopted_on = models.DateField(null=True, blank=True, help_text="The day on which it did.")

    statement_panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("adopted_by"), FieldPanel("adopted_on")])],
            heading="Statement",
            classname="collapsed",
        )
    ]
    statement_search_fields = [index.SearchField("adopted_by")]

    class Meta:
        abstract = True
