"""Compare two versions of a page, field by field in the order of its form."""

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

Read = Callable[[Model], Iterable[Line]]


class FieldComparison:
    """Both versions of one field, or of one kind of row, as Wagtail's template takes them."""

    is_field = True
    is_child_relation = False

    def __init__(self, label: str, read: Read, before: Model | None, after: Model) -> None:
        self.label = label
        self.read = read
        self.versions = (before, after)

    @cached_property
    def lines(self) -> tuple[list[Line], list[Line]]:
        """The lines of the version before, of which there may be none, and of that after."""
        before, after = self.versions
        return list(self.read(before)) if before else [], list(self.read(after))

    def field_label(self) -> str:
        """Return what stands before the difference."""
        return self.label

    def has_changed(self) -> bool:
        """Return whether a reader could notice a difference."""
        before, after = self.lines
        return before != after

    def htmldiff(self) -> SafeString:
        """Return both versions in one, with marks."""
        return diff_html(*self.lines)


class PageComparison:
    """What Wagtail's view asks of a form, so that the view needs no other change."""

    def __init__(self, page: Page, *, is_new: bool = False) -> None:
        """Compare with nothing where `is_new`: the page was never public."""
        self.page = page
        self.is_new = is_new

    def get_bound_panel(self, **_kwargs: object) -> "PageComparison":
        """Return what compares two versions."""
        return self

    def get_comparison(self) -> list[Callable[[Page, Page], FieldComparison]]:
        """Return what compares each field."""
        panels = iter_field_panels(self.page.get_edit_handler())
        return [
            partial(self._compare, label_of(each), partial(panel_lines, each)) for each in panels
        ]

    def _compare(self, label: str, read: Read, before: Page, after: Page) -> FieldComparison:
        return FieldComparison(label, read, None if self.is_new else before, after)


# Wagtail 8 calls it `RevisionsCompareView`, which in Wagtail 7.4 is the base class of all models.
WagtailComparisonView = getattr(revisions, "RevisionsCompare", revisions.RevisionsCompareView)


class ComparisonView(WagtailComparisonView):
    """Wagtail's comparison of two versions, by what readers could notice."""

    def get_edit_handler(self) -> PageComparison:
        """Return what compares the versions."""
        return PageComparison(self.object)
