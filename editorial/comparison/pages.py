"""Compare two revisions of a page, field by field in the order of its edit form."""

from collections.abc import Callable, Iterable
from functools import cached_property, partial

from django.db.models import Model
from django.utils.safestring import SafeString
from wagtail.admin.views.pages import revisions
from wagtail.models import Page

from core.panels import iter_field_panels, label_of
from editorial.comparison.diff import diff_html
from editorial.comparison.lines import Line
from editorial.comparison.reading import panel_lines

ReadLines = Callable[[Model], Iterable[Line]]


class FieldComparison:
    """A field or the child rows of a relation in two revisions; used by Wagtail's template."""

    is_field = True
    is_child_relation = False

    def __init__(self, label: str, read: ReadLines, before: Model | None, after: Model) -> None:
        self.label = label
        self.read = read
        self.revisions = (before, after)

    @cached_property
    def lines(self) -> tuple[list[Line], list[Line]]:
        """The lines of both revisions; for a new page, the first list is empty."""
        before, after = self.revisions
        return list(self.read(before)) if before else [], list(self.read(after))

    def field_label(self) -> str:
        """Return the label that is displayed above the difference."""
        return self.label

    def has_changed(self) -> bool:
        """Return whether readers could notice a difference."""
        before, after = self.lines
        return before != after

    def htmldiff(self) -> SafeString:
        """Return one text with deletions and additions marked."""
        return diff_html(*self.lines)


class PageComparison:
    """A substitute for the edit handler of Wagtail's comparison view.

    If `is_new`, the page is compared with nothing, as it was never live.
    """

    def __init__(self, page: Page, *, is_new: bool = False) -> None:
        self.page = page
        self.is_new = is_new

    def get_bound_panel(self, **_kwargs: object) -> "PageComparison":
        """Return itself: the comparison depends on no instance."""
        return self

    def get_comparison(self) -> list[Callable[[Page, Page], FieldComparison]]:
        """Return a function for each field that compares two revisions."""
        panels = iter_field_panels(self.page.get_edit_handler())
        return [
            partial(self._compare, label_of(panel), partial(panel_lines, panel)) for panel in panels
        ]

    def _compare(self, label: str, read: ReadLines, before: Page, after: Page) -> FieldComparison:
        return FieldComparison(label, read, None if self.is_new else before, after)


# Wagtail 8 calls it `RevisionsCompareView`, which in Wagtail 7.4 is the base class of all models.
WagtailComparisonView = getattr(revisions, "RevisionsCompare", revisions.RevisionsCompareView)


class ComparisonView(WagtailComparisonView):
    """Wagtail's comparison of two revisions, by what readers could notice."""

    def get_edit_handler(self) -> PageComparison:
        """Return the substitute for Wagtail's edit handler."""
        return PageComparison(self.object)
