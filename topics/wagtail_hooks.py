"""Where topics join Wagtail's admin."""

from wagtail import hooks

from topics.choosers import TopicChooserViewSet, topic_chooser


@hooks.register("register_admin_viewset")
def register_chooser() -> TopicChooserViewSet:
    """Make it the field of every form that names a topic."""
    return topic_chooser
