"""The form in which an administrator changes the front page that an import proposes."""

from collections.abc import Mapping
from dataclasses import replace
from html import unescape

from django import forms
from django.utils.html import strip_tags
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from importers.html.block_writer import rich_text
from importers.proposal import (
    MAX_HEADING,
    MAX_NAME,
    MAX_STATEMENT,
    MAX_TAGLINE,
    FrontPageProposal,
    SectionProposal,
)

KINDS = {
    "lead_stories": _("Lead stories"),
    "statement": _("Statement of aims"),
    "video": _("Video"),
    "headlines": _("Headlines"),
    "events": _("Events"),
    "features": _("Essays and reviews"),
    "books": _("Books"),
}


class FrontPageForm(forms.Form):
    """Name, tagline, statement and sections of a front page."""

    is_wanted = forms.BooleanField(
        label=_("Build this front page"),
        required=False,
        help_text=_("Has no effect once the front page has been edited."),
    )
    name = forms.CharField(label=_("Name of the publication"), max_length=MAX_NAME)
    tagline = forms.CharField(label=_("Tagline"), max_length=MAX_TAGLINE, required=False)
    statement = forms.CharField(
        label=_("Statement of aims"),
        max_length=MAX_STATEMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, proposal: FrontPageProposal, data: Mapping | None = None, *, is_wanted: bool = True
    ) -> None:
        self.proposal = proposal
        statement = unescape(strip_tags(proposal.statement))
        initial = {"name": proposal.name, "tagline": proposal.tagline, "statement": statement}
        super().__init__(data, initial=initial | {"is_wanted": is_wanted})
        for number, section in enumerate(proposal.sections):
            kind = KINDS.get(section.kind, section.kind)
            self.fields[f"has-{number}"] = forms.BooleanField(
                label=kind, required=False, initial=section.is_wanted
            )
            self.fields[f"heading-{number}"] = forms.CharField(
                label=format_lazy(_("Heading of {section}"), section=kind),
                max_length=MAX_HEADING,
                initial=section.heading,
            )

    def changed_proposal(self) -> FrontPageProposal:
        """Return the proposal with what was typed; the statement is plain text."""
        values = self.cleaned_data
        sections = [
            self._section(number, section) for number, section in enumerate(self.proposal.sections)
        ]
        return replace(
            self.proposal,
            name=values["name"],
            tagline=values["tagline"],
            statement=rich_text(values["statement"]),
            sections=sections,
        )

    def _section(self, number: int, section: SectionProposal) -> SectionProposal:
        heading, is_wanted = (self.cleaned_data[f"{name}-{number}"] for name in ("heading", "has"))
        return replace(section, heading=heading, is_wanted=is_wanted)
