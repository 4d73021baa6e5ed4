"""Choose an entry of the directory in a form, or name a new one without leaving it."""

from django.db.models import Model
from wagtail.admin.viewsets.chooser import ChooserViewSet


def entry_chooser(
    name: str, model: type[Model], icon: str, form_fields: list[str], article: str = "a"
) -> ChooserViewSet:
    """Return what offers the entries of a model, and a form of these fields for a new one."""
    what = model._meta.verbose_name
    return ChooserViewSet(
        name,
        model=model,
        icon=icon,
        form_fields=form_fields,
        per_page=40,
        choose_one_text=f"Choose {article} {what}",
        choose_another_text=f"Choose another {what}",
        edit_item_text=f"Edit this {what}",
        creation_tab_label=f"New {what}",
        create_action_label="Add",
    )
