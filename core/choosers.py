"""Choosers for snippets, with a form to create a new one."""

from django import forms
from django.db.models import Model
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from core.similar_names import similar_entries

MAX_NAME = 200  # characters
ANOTHER = "another"  # the choice of a new entry, in spite of similar ones


class EntryCreationForm(forms.ModelForm):
    """Creates an entry, unless the user prefers one with a similar name."""

    existing = forms.ChoiceField(
        label=_("Similar names"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("There is an entry with a similar name. Choose it, or add another one.")
        },
    )

    field_order = ["existing"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        name = self.data.get(self.add_prefix("name"), "") if self.is_bound else ""
        similar = similar_entries(self._meta.model, name[:MAX_NAME])
        if not similar:
            del self.fields["existing"]
            return
        another = gettext("None of these: add “%(name)s”") % {"name": name}
        choices = [(str(entry.pk), str(entry)) for entry in similar]
        self.fields["existing"].choices = [*choices, (ANOTHER, another)]

    def save(self, commit: bool = True) -> Model:
        """Return the chosen entry, or a new one."""
        chosen = self.cleaned_data.get("existing", ANOTHER)
        if chosen == ANOTHER:
            return super().save(commit)
        return self._meta.model.objects.get(pk=chosen)


class EntryResultsMixin:
    """Offers to add an entry that a search did not find."""

    results_template_name = "core/admin/chooser_results.html"

    @property
    def title_column(self) -> Column:
        """Wagtail's column; the entries of a directory have names."""
        column = super().title_column
        column.label = _("Name")
        return column


class ChooseEntryView(EntryResultsMixin, ChooseView):
    """Wagtail's dialog, with our results."""


class EntryResultsView(EntryResultsMixin, ChooseResultsView):
    """Wagtail's results of a search, with our template."""


class EntryChooserViewSet(ChooserViewSet):
    """Wagtail's chooser, with our results."""

    choose_view_class = ChooseEntryView
    choose_results_view_class = EntryResultsView


def entry_chooser(
    name: str,
    model: type[Model],
    icon: str,
    form_fields: list[str],
    article: str = "a",
    **options: object,
) -> ChooserViewSet:
    """Return a chooser for a model; `form_fields` are those of the form to create an instance."""
    entry = model._meta.verbose_name
    return EntryChooserViewSet(
        name,
        model=model,
        icon=icon,
        creation_form_class=forms.modelform_factory(model, EntryCreationForm, fields=form_fields),
        per_page=40,
        choose_one_text=format_lazy(_("Choose {article} {entry}"), article=article, entry=entry),
        choose_another_text=format_lazy(_("Choose another {entry}"), entry=entry),
        edit_item_text=format_lazy(_("Edit this {entry}"), entry=entry),
        creation_tab_label=format_lazy(_("New {entry}"), entry=entry),
        create_action_label=_("Add"),
        **options,
    )
