"""The lists of people, topics, organisers and venues, as one group of the admin's menu."""

from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup

from contributors.models import Contributor
from events.models import Organiser, Venue
from topics.models import Topic


class ContributorAdmin(ModelAdmin):
    """Everybody who makes pages."""

    model = Contributor
    menu_icon = "user"
    list_display = ("name", "kind", "slug")
    list_filter = ("kind",)
    list_export = ("name", "kind", "slug")
    search_fields = ("name",)


class TopicAdmin(ModelAdmin):
    """Everything that pages are about."""

    model = Topic
    menu_icon = "tag"
    list_display = ("name", "kind", "slug")
    list_filter = ("kind",)
    list_export = ("name", "kind", "slug", "description")
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
