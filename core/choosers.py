"""Choosers for snippets, with a form to create a new one."""

from django.db.models import Model
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet


def entry_chooser(
    name: str, model: type[Model], icon: str, form_fields: list[str], article: str = "a"
) -> ChooserViewSet:
    """Return a chooser for a model; `form_fields` are those of the form to create an instance."""
    entry = model._meta.verbose_name
    return ChooserViewSet(
        name,
        model=model,
        icon=icon,
        form_fields=form_fields,
        per_page=40,
        choose_one_text=format_lazy(_("Choose {article} {entry}"), article=article, entry=entry),
        choose_another_text=format_lazy(_("Choose another {entry}"), entry=entry),
        edit_item_text=format_lazy(_("Edit this {entry}"), entry=entry),
        creation_tab_label=format_lazy(_("New {entry}"), entry=entry),
        create_action_label=_("Add"),
    )
