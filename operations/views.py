"""The page of the admin that says how the site is."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from operations.checks import HealthLevel, run_checks
from operations.versions import version


class StateView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Say what works and what does not, in words, with what to do."""

    permission_required = "users.change_user"
    raise_exception = True
    page_title = _("State of the site")
    header_icon = "cog"
    template_name = "operations/state.html"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Add the title of the page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the results of all checks, the worst first."""
        results = sorted(run_checks(), key=lambda result: -result.level)
        return super().get_context_data(
            **kwargs,
            results=results,
            is_good=all(result.level is HealthLevel.GOOD for result in results),
            version=version(),
        )
