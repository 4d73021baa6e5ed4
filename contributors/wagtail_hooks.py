"""Where contributors join Wagtail's admin."""

from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet

from contributors.choosers import contributor_chooser


@hooks.register("register_admin_viewset")
def register_chooser() -> ChooserViewSet:
    """Make it the field of every form that names a contributor."""
    return contributor_chooser
