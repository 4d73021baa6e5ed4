"""The form in which an administrator changes the front page that an import proposes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape

from django import forms
from django.utils.html import strip_tags
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from importers.admin.names import name_of_kind
from importers.admin.software import SOFTWARE
from importers.admin.term_table import rows_of
from importers.context import ImportContext
from importers.front_page import BOOKS, EVENTS
from importers.front_page_builder import FrontPageBuilder
from importers.html.block_writer import rich_text
from importers.ledger import Ledger
from importers.models import ImportRun
from importers.proposal import (
    MAX_HEADING,
    MAX_NAME,
    MAX_STATEMENT,
    MAX_TAGLINE,
    FrontPageProposal,
    SectionProposal,
)
from importers.source.item_store import ItemStore
from importers.source.records import Site
from importers.taxonomy_map import NOTHING

KINDS = {
    "lead_stories": _("Lead stories"),
    "statement": _("Statement of aims"),
    "video": _("Video"),
    "headlines": _("Headlines"),
    "events": _("Events"),
    "features": _("Essays and reviews"),
    "books": _("Books"),
}
# The types of the items in a section.
KIND_OF = {
    **dict.fromkeys(("lead_stories", "headlines", "features"), "post"),
    "events": EVENTS,
    "books": BOOKS,
}


def builds_front_page(run: ImportRun) -> bool:
    """Return whether an import would build the front page, which it does on a new site only."""
    with ItemStore() as store:
        source = SOFTWARE[run.software].format
        return FrontPageBuilder(ImportContext(Site(), source, store, Ledger(run.site))).is_wanted


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

    def __init__(self, run: ImportRun, data: Mapping | None = None) -> None:
        self.proposal = proposal = FrontPageProposal.from_dict(run.options["front_page"])
        is_wanted = run.options.get("has_front_page", True)
        self.terms = {(row.taxonomy, row.slug): row for row in rows_of(run)}
        self.numbers = {kind: number for kind, number, _counts in run.summary.get("rows", [])}
        statement = unescape(strip_tags(proposal.statement))
        initial = {"name": proposal.name, "tagline": proposal.tagline, "statement": statement}
        super().__init__(data, initial=initial | {"is_wanted": is_wanted})
        for number, section in self._offered():
            kind = KINDS.get(section.kind, section.kind)
            self.fields[f"has-{number}"] = forms.BooleanField(
                label=format_lazy(_("Show the section “{section}”"), section=kind),
                required=False,
                initial=section.is_wanted,
                help_text=self._source(section),
            )
            self.fields[f"heading-{number}"] = forms.CharField(
                label=format_lazy(_("Heading above “{section}”"), section=kind),
                max_length=MAX_HEADING,
                initial=section.heading,
            )

    def _offered(self) -> Iterator[tuple[int, SectionProposal]]:
        """Yield the sections that the import can fill, with their numbers."""
        for number, section in enumerate(self.proposal.sections):
            if not self._becomes_nothing(section):
                yield number, section

    def _becomes_nothing(self, section: SectionProposal) -> bool:
        row = self.terms.get(section.term)
        return bool(row) and row.becomes == NOTHING

    def _source(self, section: SectionProposal) -> str:
        """Return where the items of a section come from, and how many there are."""
        if section.kind == "statement":
            return gettext("The statement of aims above.")
        if section.kind == "video":
            return section.url
        row = self.terms.get(section.term)
        name, number = (
            (f"“{row.name}”", row.posts)
            if row
            else (name_of_kind(KIND_OF[section.kind]), self.numbers.get(KIND_OF[section.kind], 0))
        )
        text = gettext("From: %(name)s, %(number)s in the export. At most %(count)s are shown.")
        return text % {"name": name, "number": number, "count": section.count}

    @property
    def notes(self) -> list[str]:
        """Sentences on what an administrator should check."""
        text = gettext("The section “%(heading)s” is left out: “%(name)s” becomes nothing.")
        left_out = [
            text % {"heading": section.heading, "name": self.terms[section.term].name}
            for section in self.proposal.sections
            if self._becomes_nothing(section)
        ]
        return [*self.proposal.notes, *left_out]

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
        if f"has-{number}" not in self.fields:
            return section
        heading, is_wanted = (self.cleaned_data[f"{name}-{number}"] for name in ("heading", "has"))
        return replace(section, heading=heading, is_wanted=is_wanted)
