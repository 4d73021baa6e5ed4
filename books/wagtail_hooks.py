"""Where imprints, series and bookshops join Wagtail's admin."""

from django.contrib.auth.models import AbstractBaseUser
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Page, Revision

from books.models import BookPage, Bookseller, BookSeries, Imprint
from books.validation import format_faults
from core.choosers import entry_chooser


@hooks.register("register_admin_viewset")
def register_choosers() -> list[ChooserViewSet]:
    """Make them the fields of every form that names one."""
    shop = ["name", "kind", "position", "url"]
    series = ["name", "description"]
    return [
        entry_chooser("imprint_chooser", Imprint, "openquote", ["name", "url"], "an"),
        entry_chooser("book_series_chooser", BookSeries, "list-ol", series),
        entry_chooser("bookseller_chooser", Bookseller, "tag", shop),
    ]


@hooks.register("check_publication")
def refuse_faulty(
    page: Page, _revision: Revision | None, _user: AbstractBaseUser | None
) -> list[str]:
    """Keep a book in: what was right when it was written may be wrong by now, as an ISBN is."""
    return [str(fault) for fault in format_faults(page)] if isinstance(page, BookPage) else []
