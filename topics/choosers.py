"""Choose what something is about."""

from wagtail.admin.viewsets.chooser import ChooserViewSet

from topics.models import Topic


class TopicChooserViewSet(ChooserViewSet):
    """Choose what a page is about, or name something new without leaving it."""

    model = Topic
    icon = "tag"
    per_page = 40
    choose_one_text = "Choose a topic"
    choose_another_text = "Choose another topic"
    edit_item_text = "Edit this topic"
    form_fields = ["name", "kind"]
    creation_tab_label = "New topic"
    create_action_label = "Add"


topic_chooser = TopicChooserViewSet("topic_chooser")
TopicChooserBlock = topic_chooser.get_block_class("TopicChooserBlock", "topics.choosers")
