"""The form with which a book is edited."""

from collections import defaultdict

from books.validation import TWICE
from core.forms import PageForm


class BookPageForm(PageForm):
    """A form that says beside a format that another one of the book has its ISBN."""

    def _post_clean(self) -> None:
        """Compare the formats, once each of them is right by itself."""
        self.instance.formats_are_checked = True
        super()._post_clean()
        by_isbn = defaultdict(list)
        for form in self.valid_forms("formats"):
            if form.instance.isbn:
                by_isbn[form.instance.isbn].append(form)
        for forms in by_isbn.values():
            for form in forms[1:]:
                form.add_error("isbn", TWICE)
