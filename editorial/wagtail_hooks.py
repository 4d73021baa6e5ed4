"""Where the editorial desk joins Wagtail's admin."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from editorial.directory import DirectoryGroup
from editorial.moderation import refuse_new_publication, refuse_publication

hooks.register("before_edit_page", refuse_publication)
hooks.register("before_create_page", refuse_new_publication)
modeladmin_register(DirectoryGroup)


@hooks.register("construct_main_menu")
def leave_out_snippets(request: HttpRequest, items: list[MenuItem]) -> None:
    """Show contributors, topics, organisers and venues once: in the directory."""
    items[:] = [item for item in items if item.name != "snippets"]
