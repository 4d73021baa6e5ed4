"""The list of forms."""

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.contrib.forms.views import FormPagesListView
from wagtail.models import Site
from wagtail.query import PageQuerySet

from form_pages.models import FormPage


class FormListView(FormPagesListView):
    """Wagtail's list of forms, with a button to add one below the front page of the site."""

    filterset_class = PageFilterSet  # All forms have the same page type.
    columns = [column for column in FormPagesListView.columns if column.name != "content_type"]
    columns.insert(3, Column("answers", label=_("Answers"), width="12%"))

    def get_base_queryset(self) -> PageQuerySet:
        """Count the answers to each form."""
        return super().get_base_queryset().annotate(answers=Count("form_submissions"))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Return the button, for those who may add a page there."""
        site = Site.find_for_request(self.request)
        home = site and site.root_page.specific
        if not home or not FormPage.can_create_at(home):
            return []
        if not home.permissions_for_user(self.request.user).can_add_subpage():
            return []
        address = reverse("wagtailadmin_pages:add", args=["form_pages", "formpage", home.pk])
        return [HeaderButton(_("Add a form"), url=address, icon_name="plus")]


form_list = require_admin_access(FormListView.as_view())
form_list_results = require_admin_access(FormListView.as_view(results_only=True))
