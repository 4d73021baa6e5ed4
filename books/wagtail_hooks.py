"""Register the choosers of imprints, series and bookshops, and the checks before publication."""

from django.contrib.auth.models import AbstractBaseUser
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Page, Revision

from books.models import BookPage, Bookseller, BookSeries, Imprint
from books.validation import format_errors
from core.choosers import entry_chooser


@hooks.register("register_admin_viewset")
def register_choosers() -> list[ChooserViewSet]:
    """Return the choosers, which also are the form fields of foreign keys to their models."""
    shop = ["name", "kind", "position", "url"]
    series = ["name", "description"]
    return [
        entry_chooser("imprint_chooser", Imprint, "openquote", ["name", "url"], "an"),
        entry_chooser("book_series_chooser", BookSeries, "list-ol", series),
        entry_chooser("bookseller_chooser", Bookseller, "tag", shop),
    ]


@hooks.register("check_publication")
def check_formats(
    page: Page, _revision: Revision | None, _user: AbstractBaseUser | None
) -> list[str]:
    """Return the errors of the formats: another book may have taken an ISBN since the last save."""
    return [str(error) for error in format_errors(page)] if isinstance(page, BookPage) else []
