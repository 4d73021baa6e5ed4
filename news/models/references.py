"""The book that an article reviews or prints a part of; the body that adopted a statement."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from core.metadata.schema_org import reference, schema_object
from core.models import BasePage
from core.panels import SchemaPageChooserPanel
from core.values.isbn import compact, hyphenated
from news.choices import Format


class BookReferenceMixin(models.Model):
    """An article that reviews a book, or is an extract from one."""

    book = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("book"),
        help_text=_(
            "One of our own books: the book that a review is about, or that any other article is "
            "an extract from."
        ),
    )
    book_title = models.CharField(
        _("title"),
        max_length=255,
        blank=True,
        help_text=_("Only for a book from another publisher."),
    )
    book_author = models.CharField(_("author"), max_length=200, blank=True)
    book_publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    book_isbn = models.CharField(
        _("ISBN"), max_length=20, blank=True, help_text=_("With or without hyphens.")
    )

    book_panels = [
        MultiFieldPanel(
            [
                SchemaPageChooserPanel("book", schema_type="Book"),
                FieldRowPanel([FieldPanel("book_title"), FieldPanel("book_author")]),
                FieldRowPanel([FieldPanel("book_publisher"), FieldPanel("book_isbn")]),
            ],
            heading=_("Book that it reviews, or is an extract from"),
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
        """Whether it reviews the book; otherwise it is an extract."""
        return self.format == Format.REVIEW

    @property
    def public_book(self) -> BasePage | None:
        """The page of the book, if it is visible."""
        return self.related_cards.get(self.book_id)

    def card_ids(self) -> list[int]:
        """Return the IDs of all pages that appear as cards, including the book."""
        return [*super().card_ids(), *([self.book_id] if self.book_id else [])]

    @property
    def book_isbn_text(self) -> str:
        """The ISBN with hyphens."""
        return hyphenated(self.book_isbn)

    @property
    def schema_book(self) -> dict[str, object] | None:
        """The book as a schema.org object."""
        book = self.public_book
        if book:
            url = book.full_url
            return schema_object("Book", name=book.title, url=url) | reference(url)
        if not self.book_title:
            return None
        return schema_object(
            "Book",
            name=self.book_title,
            author=self.book_author,
            publisher=self.book_publisher,
            isbn=self.book_isbn,
        )

    def clean(self) -> None:
        """Check the ISBN, and that either the page or the title of a book is given."""
        super().clean()
        if self.book_isbn:
            try:
                self.book_isbn = compact(self.book_isbn)
            except ValidationError as error:
                raise ValidationError({"book_isbn": error.messages}) from error
        if self.book_id and self.book_title:
            raise ValidationError(
                {
                    "book_title": _(
                        "You have already chosen one of our books. Empty one of the fields."
                    )
                }
            )
        if not self.book_title and (self.book_author or self.book_publisher or self.book_isbn):
            raise ValidationError({"book_title": _("Enter the title of the book, too.")})


class StatementMixin(models.Model):
    """An article that a body has adopted, such as a resolution or an open letter."""

    adopted_by = models.CharField(
        _("adopted by"),
        max_length=200,
        blank=True,
        help_text=_(
            "Only for statements: the body that adopted it, such as “The general meeting”."
        ),
    )
    adopted_on = models.DateField(
        _("adopted on"), null=True, blank=True, help_text=_("The day on which it was adopted.")
    )

    statement_panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("adopted_by"), FieldPanel("adopted_on")])],
            heading=_("Statement"),
            classname="collapsed",
        )
    ]
    statement_search_fields = [index.SearchField("adopted_by")]

    class Meta:
        abstract = True
