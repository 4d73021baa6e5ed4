"""Register the chooser of contributors."""

from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet

from contributors.choosers import contributor_chooser


@hooks.register("register_admin_viewset")
def register_chooser() -> ChooserViewSet:
    """Return the chooser, which also is the form field of foreign keys to contributors."""
    return contributor_chooser
