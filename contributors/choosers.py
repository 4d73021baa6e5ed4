"""Choose who made something."""

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


contributor_chooser = ContributorChooserViewSet("contributor_chooser")
ContributorChooserBlock = contributor_chooser.get_block_class(
    "ContributorChooserBlock", "contributors.choosers"
)
