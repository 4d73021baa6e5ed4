"""Parts of the editor's forms."""

from collections.abc import Iterator

from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
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


def walk(panel: Panel) -> Iterator[Panel]:
    """Yield the panels of fields and of rows within a panel."""
    if isinstance(panel, InlinePanel) or (isinstance(panel, FieldPanel) and panel.db_field):
        yield panel
    for child in getattr(panel, "children", ()):
        yield from walk(child)


def label_of(panel: FieldPanel | InlinePanel) -> str:
    """Return what the form calls the field or the rows of a panel."""
    label = str(panel.heading or panel.db_field.verbose_name)
    return label[:1].upper() + label[1:]
