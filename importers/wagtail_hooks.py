"""The pages of Wagtail's admin on which administrators import a site."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from importers.admin import list_views, run_forms, views

ACTIONS = ("begin", "continue", "stop", "delete")


@hooks.register("register_admin_urls")
def register_import_urls() -> list[URLPattern]:
    """Register the pages of the imports."""
    run = "imports/<int:run_id>/"
    lists = {
        "entries": list_views.EntriesView,
        "bylines": list_views.BylinesView,
        "titles": list_views.TitlesView,
        "empty": list_views.EmptyPagesView,
        "pictures": list_views.PicturesView,
        "table": list_views.TableView,
        "front_page": run_forms.FrontPageView,
        "options": run_forms.OptionsView,
    }
    return [
        path("imports/", views.ImportListView.as_view(), name="import_list"),
        path("imports/new/", views.NewImportView.as_view(), name="import_new"),
        path(run, views.RunView.as_view(), name="import_run"),
        path(f"{run}progress/", views.RunProgressView.as_view(), name="import_progress"),
        *(
            path(f"{run}{name.replace('_', '-')}/", view.as_view(), name=f"import_{name}")
            for name, view in lists.items()
        ),
        path(f"{run}table.csv", list_views.TableDownloadView.as_view(), name="import_table_csv"),
        *(
            path(f"{run}{name}/", views.RunActionView.as_view(action=name), name=f"import_{name}")
            for name in ACTIONS
        ),
        path(f"{run}files/<str:name>", views.DownloadView.as_view(), name="import_download"),
    ]


class ImportMenuItem(MenuItem):
    """The link to the imports, for people who manage accounts."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user manages accounts."""
        return request.user.has_perm("users.change_user")


@hooks.register("register_settings_menu_item")
def import_menu_item() -> MenuItem:
    """Return the link to the imports."""
    return ImportMenuItem(_("Import"), reverse("import_list"), icon_name="download", order=1100)
