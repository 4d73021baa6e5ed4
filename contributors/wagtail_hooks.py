"""Where contributors join Wagtail's admin."""

from wagtail import hooks

from contributors.choosers import ContributorChooserViewSet, contributor_chooser


@hooks.register("register_admin_viewset")
def register_chooser() -> ContributorChooserViewSet:
    """Make it the field of every form that names a contributor."""
    return contributor_chooser
