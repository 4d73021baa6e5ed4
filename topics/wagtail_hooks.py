"""Where topics join Wagtail's admin."""

from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet

from topics.models import Topic


class TopicChooserViewSet(ChooserViewSet):
    """Choose what a page is about, or name something new without leaving it."""

    model = Topic
    icon = "tag"
    choose_one_text = "Choose a topic"
    choose_another_text = "Choose another topic"
    edit_item_text = "Edit this topic"
    form_fields = ["name", "kind"]
    creation_tab_label = "New topic"
    create_action_label = "Add"


@hooks.register("register_admin_viewset")
def register_chooser() -> TopicChooserViewSet:
    """Make it the field of every form that names a topic."""
    return TopicChooserViewSet("topic_chooser")
