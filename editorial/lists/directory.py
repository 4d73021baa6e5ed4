"""The lists of people, topics, organisers and venues, as one group of the admin's menu."""

from django.contrib.admin import SimpleListFilter
from django.db import models
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from wagtail_modeladmin.helpers import ButtonHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup

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
    """Finds entries that nobody needs any more."""

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


class DirectoryAdmin(ModelAdmin):
    """A list of entries, each with the number of pages that name it."""

    # The relation by which pages name an entry, as far as the page, and their model.
    used_by: tuple[type[models.Model], str]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Count the pages in the query of the list."""
        model, field = self.used_by
        page = "page" if any(each.name == "page" for each in model._meta.fields) else "pk"
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


class ContributorAdmin(DirectoryAdmin):
    """Everybody who makes pages."""

    model = Contributor
    used_by = (Contribution, "contributor")
    menu_icon = "user"
    list_display = ("name", "kind", "slug", "pages")
    list_filter = ("kind", UseFilter)
    list_export = ("name", "kind", "slug", "pages")
    button_helper_class = MergeButtonHelper
    search_fields = ("name",)


class TopicAdmin(DirectoryAdmin):
    """Everything that pages are about."""

    model = Topic
    used_by = (TopicAssignment, "topic")
    menu_icon = "tag"
    list_display = ("name", "kind", "slug", "pages")
    list_filter = ("kind", UseFilter)
    list_export = ("name", "kind", "slug", "description", "pages")
    button_helper_class = MergeButtonHelper
    search_fields = ("name",)


class OrganiserAdmin(DirectoryAdmin):
    """Everybody who invites to events."""

    model = Organiser
    used_by = (EventOrganiser, "organiser")
    menu_icon = "group"
    list_display = ("name", "url", "slug", "pages")
    list_filter = (UseFilter,)
    list_export = ("name", "url", "slug", "pages")
    button_helper_class = MergeButtonHelper
    search_fields = ("name",)


class VenueAdmin(DirectoryAdmin):
    """Every place where events are held."""

    model = Venue
    used_by = (EventPage, "venue")
    menu_icon = "home"
    list_display = ("name", "town", "pages")
    list_filter = ("town", UseFilter)
    list_export = ("name", "address", "town", "latitude", "longitude", "access", "pages")
    search_fields = ("name", "town")


class DirectoryGroup(ModelAdminGroup):
    """What is named once for many pages."""

    menu_label = "Directory"
    menu_icon = "list-ul"
    menu_order = 250
    items = (ContributorAdmin, TopicAdmin, OrganiserAdmin, VenueAdmin)
