"""Register the chooser of topics."""

from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet

from topics.choosers import topic_chooser


@hooks.register("register_admin_viewset")
def register_chooser() -> ChooserViewSet:
    """Return the chooser, which also is the form field of foreign keys to topics."""
    return topic_chooser
