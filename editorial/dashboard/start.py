"""The dashboard panel with which a user begins a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from books.models import BookPage
from editorial.draft_visibility import hide_drafts_of_others
from events.models import EventPage
from letters.models import LetterPage
from news.models import ArticlePage

# The types of pages that users begin from the dashboard: with a label, one that the names of
# several sections follow, and an icon.
NEW_PAGES = (
    (ArticlePage, _("Write an article"), _("Write an article in"), "edit"),
    (EventPage, _("Add an event"), _("Add an event to"), "date"),
    (BookPage, _("Add a book"), _("Add a book to"), "openquote"),
    (LetterPage, _("Write a letter"), _("Write a letter in"), "mail"),
)


@dataclass(frozen=True)
class NewPageChoice:
    """A type of page that a user may create, with the sections that may hold it and their URLs."""

    label: Promise
    lead_in: Promise
    icon: str
    sections: list[tuple[Page, str]]


def new_page_choices(request: HttpRequest) -> list[NewPageChoice]:
    """Return what the user may create and where, with one query for all sections."""
    parents = chain.from_iterable(model.allowed_parent_page_models() for model, *_rest in NEW_PAGES)
    pages = hide_drafts_of_others(Page.objects.type(*set(parents)).order_by("path"), request)
    sections = [page for page in pages if page.permissions_for_user(request.user).can_add_subpage()]
    choices = []
    for model, label, lead_in, icon in NEW_PAGES:
        name = model._meta.model_name
        found = [
            (page, reverse("wagtailadmin_pages:add", args=[model._meta.app_label, name, page.pk]))
            for page in sections
            if model.can_create_at(page)
        ]
        if found:
            choices.append(NewPageChoice(label, lead_in, icon, found))
    return choices


class StartPanel(Component):
    """One button for each type of page, or for each section if there are several."""

    template_name = "editorial/dashboard/start.html"

    def get_context_data(self, parent_context: Mapping[str, object]) -> dict[str, object]:
        """Return what the user may create."""
        return {"choices": new_page_choices(parent_context["request"])}
