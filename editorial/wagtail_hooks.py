"""Where the editorial desk joins Wagtail's admin."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from editorial.directory import DirectoryGroup
from editorial.merging import merge_entry
from editorial.moderation import refuse_new_publication, refuse_publication
from editorial.visibility import hide_drafts_of_others, hide_in_explorer


@hooks.register("register_admin_urls")
def register_merging() -> list[URLPattern]:
    """Give the page that merges two entries its address, for those who are signed in."""
    return [path("directory/<str:label>/<int:pk>/merge/", merge_entry, name="merge_entry")]


hooks.register("before_edit_page", refuse_publication)
hooks.register("before_create_page", refuse_new_publication)
hooks.register("construct_explorer_page_queryset", hide_in_explorer)
hooks.register("construct_page_chooser_queryset", hide_drafts_of_others)
modeladmin_register(DirectoryGroup)
