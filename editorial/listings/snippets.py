"""The lists of people, topics, venues, imprints and the like, as one group of the admin's menu."""

from django.contrib.admin import SimpleListFilter
from django.db import models
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex
from wagtail_modeladmin.helpers import ButtonHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import DeleteView

from books.models import BookImprint, BookPage, Bookseller, BookSeries, Imprint, PlaceToBuy
from contributors.models import Contribution, Contributor
from core.models import DirectoryEntry
from events.models import EventOrganiser, EventPage, Organiser, Venue
from topics.models import Topic, TopicAssignment


class MergeButtonHelper(ButtonHelper):
    """The buttons of a list of entries, with one that merges two of them."""

    def get_buttons_for_obj(self, obj: DirectoryEntry, **options: object) -> list[dict[str, str]]:
        """Return the buttons that this person may press."""
        buttons = super().get_buttons_for_obj(obj, **options)
        if self.permission_helper.user_can_delete_obj(self.request.user, obj):
            buttons.append(
                {
                    "url": reverse("merge_entry", args=[self.opts.label_lower, obj.pk]),
                    "label": "Merge",
                    "classname": self.finalise_classname(
                        self.edit_button_classnames + options.get("classnames_add", [])
                    ),
                    "title": f"Merge this {self.verbose_name} into another",
                }
            )
        return buttons


class UseFilter(SimpleListFilter):
    """Filters snippets that no page uses."""

    title = "use"
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Return what can be chosen."""
        return [("yes", "Used"), ("no", "Not used by any page")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        """Keep the entries with pages, or those without."""
        if self.value() is None:
            return queryset
        return queryset.filter(used__gt=0) if self.value() == "yes" else queryset.filter(used=0)


class EntryDeleteView(DeleteView):
    """Deletes an entry that no page needs; else it says which ones do."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Ask whether it may be deleted, or say what stands in the way."""
        return self._refused() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Delete it, or say what stands in the way."""
        return self._refused() or super().post(request, *args, **kwargs)

    def _refused(self) -> HttpResponse | None:
        users = ReferenceIndex.get_references_to(self.instance)
        keys = set(
            users.filter(base_content_type__model="page").values_list("object_id", flat=True)
        )
        model, field, page = self.model_admin.used_by
        keys |= set(model.objects.filter(**{field: self.instance}).values_list(page, flat=True))
        pages = Page.objects.filter(pk__in={int(key) for key in keys})
        if not pages:
            return None
        merging = self.model_admin.button_helper_class is MergeButtonHelper
        context = {"entry": self.instance, "pages": pages, "merging": merging}
        context["label"] = self.opts.label_lower
        return render(self.request, "editorial/delete_entry.html", context)


class DirectoryAdmin(ModelAdmin):
    """A list of entries, each with the number of pages that name it."""

    delete_view_class = EntryDeleteView

    # The model of the rows that name an entry, their field for it, and the way to their page.
    used_by: tuple[type[models.Model], str, str]
    list_filter = (UseFilter,)
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Count the pages in the query of the list."""
        model, field, page = self.used_by
        pages = (
            model.objects.filter(**{field: models.OuterRef("pk")})
            .order_by()
            .values(field)
            .annotate(number=models.Count(page, distinct=True))
            .values("number")
        )
        used = Coalesce(models.Subquery(pages, models.IntegerField()), 0)
        return super().get_queryset(request).annotate(used=used)

    def pages(self, entry: models.Model) -> int:
        """Return how many pages, drafts with them, name the entry."""
        return entry.used

    pages.admin_order_field = "used"
    pages.empty_value_display = "0"


class EntryAdmin(DirectoryAdmin):
    """A list of entries that have pages of their own; two that mean the same can be merged."""

    list_display = ("name", "slug", "pages")
    list_export = ("name", "slug", "pages")
    button_helper_class = MergeButtonHelper


class ContributorAdmin(EntryAdmin):
    """Everybody who makes pages."""

    model = Contributor
    used_by = (Contribution, "contributor", "page")
    menu_icon = "user"
    list_display = ("name", "kind", "slug", "pages")
    list_export = list_display
    list_filter = ("kind", UseFilter)


class TopicAdmin(EntryAdmin):
    """Everything that pages are about."""

    model = Topic
    used_by = (TopicAssignment, "topic", "page")
    menu_icon = "tag"
    list_display = ("name", "kind", "slug", "pages")
    list_export = ("name", "kind", "slug", "description", "pages")
    list_filter = ("kind", UseFilter)


class OrganiserAdmin(EntryAdmin):
    """Everybody who invites to events."""

    model = Organiser
    used_by = (EventOrganiser, "organiser", "page")
    menu_icon = "group"
    list_display = ("name", "url", "slug", "pages")
    list_export = list_display


class VenueAdmin(DirectoryAdmin):
    """Every place where events are held."""

    model = Venue
    used_by = (EventPage, "venue", "pk")
    menu_icon = "home"
    list_display = ("name", "town", "pages")
    list_export = ("name", "address", "town", "latitude", "longitude", "access", "pages")
    list_filter = ("town", UseFilter)
    search_fields = ("name", "town")


class ImprintAdmin(EntryAdmin):
    """Everybody under whose name books appear."""

    model = Imprint
    used_by = (BookImprint, "imprint", "page")
    menu_icon = "openquote"
    list_display = ("name", "url", "slug", "pages")
    list_export = list_display


class BookSeriesAdmin(EntryAdmin):
    """Every series of books."""

    model = BookSeries
    used_by = (BookPage, "series", "pk")
    menu_icon = "list-ol"
    list_export = ("name", "slug", "description", "pages")


class BooksellerAdmin(DirectoryAdmin):
    """Every shop at which books are bought, in the press's order."""

    model = Bookseller
    used_by = (PlaceToBuy, "seller", "format__page")
    menu_label = "Bookshops"
    menu_icon = "tag"
    list_display = ("name", "kind", "position", "url", "pages")
    list_export = list_display
    list_filter = ("kind", UseFilter)


class DirectoryGroup(ModelAdminGroup):
    """What is named once for many pages."""

    menu_label = "Directory"
    menu_icon = "list-ul"
    menu_order = 250
    items = (
        ContributorAdmin,
        TopicAdmin,
        OrganiserAdmin,
        VenueAdmin,
        ImprintAdmin,
        BookSeriesAdmin,
        BooksellerAdmin,
    )
