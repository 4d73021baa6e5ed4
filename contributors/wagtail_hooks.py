"""Where contributors join Wagtail's admin."""

from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet

from contributors.models import Contributor


class ContributorChooserViewSet(ChooserViewSet):
    """Choose who made a page, or name somebody new without leaving it."""

    model = Contributor
    icon = "user"
    per_page = 40
    choose_one_text = "Choose a contributor"
    choose_another_text = "Choose another contributor"
    edit_item_text = "Edit this contributor"
    form_fields = ["name", "kind"]
    creation_tab_label = "New contributor"
    create_action_label = "Add"


@hooks.register("register_admin_viewset")
def register_chooser() -> ContributorChooserViewSet:
    """Make it the field of every form that names a contributor."""
    return ContributorChooserViewSet("contributor_chooser")
