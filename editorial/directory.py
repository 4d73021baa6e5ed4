"""The lists of people, topics, organisers and venues, as one group of the admin's menu."""

from django.urls import reverse
from wagtail_modeladmin.helpers import ButtonHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup

from contributors.models import Contributor
from core.models import DirectoryEntry
from events.models import Organiser, Venue
from topics.models import Topic


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


class ContributorAdmin(ModelAdmin):
    """Everybody who makes pages."""

    model = Contributor
    menu_icon = "user"
    list_display = ("name", "kind", "slug")
    list_filter = ("kind",)
    list_export = ("name", "kind", "slug")
    button_helper_class = MergeButtonHelper
    search_fields = ("name",)


class TopicAdmin(ModelAdmin):
    """Everything that pages are about."""

    model = Topic
    menu_icon = "tag"
    list_display = ("name", "kind", "slug")
    list_filter = ("kind",)
    list_export = ("name", "kind", "slug", "description")
    button_helper_class = MergeButtonHelper
    search_fields = ("name",)


class OrganiserAdmin(ModelAdmin):
    """Everybody who invites to events."""

    model = Organiser
    menu_icon = "group"
    list_display = ("name", "url")
    list_export = ("name", "url")
    search_fields = ("name",)


class VenueAdmin(ModelAdmin):
    """Every place where events are held."""

    model = Venue
    menu_icon = "home"
    list_display = ("name", "town")
    list_filter = ("town",)
    list_export = ("name", "address", "town", "access")
    search_fields = ("name", "town")


class DirectoryGroup(ModelAdminGroup):
    """What is named once for many pages."""

    menu_label = "Directory"
    menu_icon = "list-ul"
    menu_order = 250
    items = (ContributorAdmin, TopicAdmin, OrganiserAdmin, VenueAdmin)
