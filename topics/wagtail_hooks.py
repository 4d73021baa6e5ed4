"""Where topics join Wagtail's admin."""

from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet

from topics.choosers import topic_chooser


@hooks.register("register_admin_viewset")
def register_chooser() -> ChooserViewSet:
    """Make it the field of every form that names a topic."""
    return topic_chooser
