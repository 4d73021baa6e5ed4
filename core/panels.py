"""Parts of the editor's forms."""

from functools import partial

from django.db.models import Field, Model
from django.utils.safestring import SafeString
from wagtail.admin.compare import diff_text
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import get_page_models


class SchemaPageChooserPanel(FieldPanel):
    """Choose a page that is something of a type of schema.org, whichever app it comes from."""

    def __init__(self, *args: object, schema_type: str, **kwargs: object) -> None:
        """Take the type, such as “Book”."""
        super().__init__(*args, **kwargs)
        self.schema_type = schema_type

    def clone_kwargs(self) -> dict[str, object]:
        """Return what a copy of the panel is made with."""
        return {**super().clone_kwargs(), "schema_type": self.schema_type}

    def get_form_options(self) -> dict[str, object]:
        """Offer those pages alone."""
        models = [
            model
            for model in get_page_models()
            if getattr(model, "schema_type", None) == self.schema_type
        ]
        options = super().get_form_options()
        options.setdefault("widgets", {})[self.field_name] = AdminPageChooser(target_models=models)
        return options


class RowsComparison:
    """Compares the rows of a row, which Wagtail shows to no reviewer: as one line of text."""

    is_field = True
    is_child_relation = False

    def __init__(self, relation: Field, label: str, before: Model, after: Model) -> None:
        """Take the relation, what it is called, and the two versions."""
        self.label = label
        name = relation.related_name
        self.before, self.after = (
            "; ".join(map(str, getattr(version, name).all())) for version in (before, after)
        )

    def field_label(self) -> str:
        """Return what stands before it."""
        return self.label

    def htmldiff(self) -> SafeString:
        """Return the line with what was added and what was taken away."""
        return diff_text(self.before, self.after).to_html()

    def has_changed(self) -> bool:
        """Return whether there is a difference."""
        return self.before != self.after


class RowsPanel(InlinePanel):
    """Rows within a row, such as the prices of a format."""

    class BoundPanel(InlinePanel.BoundPanel):
        """The rows of one version."""

        def get_comparison(self) -> list[partial]:
            """Return how two versions are compared."""
            return [partial(RowsComparison, self.panel.db_field, self.panel.heading)]
