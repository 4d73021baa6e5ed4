"""Panels of edit forms, and helpers to traverse them."""

from collections.abc import Iterator

from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import get_page_models


class SchemaPageChooserPanel(FieldPanel):
    """A page chooser for the page types with a given `schema_type`, in any app."""

    def __init__(self, *args: object, schema_type: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.schema_type = schema_type

    def clone_kwargs(self) -> dict[str, object]:
        """Return the arguments for a copy of the panel."""
        return {**super().clone_kwargs(), "schema_type": self.schema_type}

    def get_form_options(self) -> dict[str, object]:
        """Return the options, with a chooser limited to these page types."""
        models = [
            model
            for model in get_page_models()
            if getattr(model, "schema_type", None) == self.schema_type
        ]
        options = super().get_form_options()
        options.setdefault("widgets", {})[self.field_name] = AdminPageChooser(target_models=models)
        return options


def iter_field_panels(panel: Panel) -> Iterator[Panel]:
    """Yield the field panels and inline panels within a panel."""
    if isinstance(panel, InlinePanel) or (isinstance(panel, FieldPanel) and panel.db_field):
        yield panel
    for child in getattr(panel, "children", ()):
        yield from iter_field_panels(child)


def label_of(panel: FieldPanel | InlinePanel) -> str:
    """Return the capitalised label of a field panel or an inline panel."""
    label = str(panel.heading or panel.db_field.verbose_name)
    return label[:1].upper() + label[1:]
