"""The edit form of a book."""

from collections import defaultdict

from books.validation import DUPLICATE_ISBN
from core.forms import PageForm


class BookPageForm(PageForm):
    """A page form that reports a repeated ISBN at the format."""

    def _post_clean(self) -> None:
        # The formset validates the formats: `BookPage.clean()` must not report the errors again.
        self.instance.formats_are_validated = True
        super()._post_clean()
        by_isbn = defaultdict(list)
        for form in self.valid_forms("formats"):
            if form.instance.isbn:
                by_isbn[form.instance.isbn].append(form)
        for forms in by_isbn.values():
            for form in forms[1:]:
                form.add_error("isbn", DUPLICATE_ISBN)
