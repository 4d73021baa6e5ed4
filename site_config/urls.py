"""The URL configuration. The pages of Wagtail come last, as their pattern matches everything."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView, TemplateView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail_footnotes import urls as footnotes_urls

from accounts.views import security_txt
from core.metadata.sitemaps import SITEMAPS, site_map
from core.views import favicon, manifest, serve_page, theme
from documents.views import serve_document
from editorial.audit_log import history, history_results
from editorial.comparison.pages import ComparisonView
from editorial.draft_visibility import search_pages, search_results, type_use, type_use_results
from editorial.moderation.decisions import decide
from editorial.page_chooser import choose_page
from form_pages.form_list import form_list, form_list_results
from form_pages.views import delete_answers
from images.views import serve_avatar, serve_rendition
from operations.faults import handle_error
from search import urls as search_urls
from search.archive import urls as archive_urls

handler500 = handle_error

SIGN_IN = RedirectView.as_view(pattern_name="account_login", query_string=True)

PAGE_TYPE = "<slug:content_type_app_name>/<slug:content_type_model_name>"

urlpatterns = [
    path("footnotes/", include(footnotes_urls)),
    path("admin/choose-page/", choose_page),
    path("admin/pages/search/", search_pages),
    path("admin/pages/search/results/", search_results),
    path(f"admin/pages/usage/{PAGE_TYPE}/", type_use),
    path(f"admin/pages/usage/{PAGE_TYPE}/results/", type_use_results),
    path("admin/pages/<int:page_id>/history/", history),
    path("admin/pages/<int:page_id>/history/results/", history_results),
    re_path(
        r"^admin/pages/(\d+)/revisions/compare/(live|earliest|\d+)\.\.\.(live|latest|\d+)/$",
        require_admin_access(ComparisonView.as_view()),
    ),
    path(
        "admin/pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/", decide
    ),
    # Wagtail's raises an error, to try out the error mail.
    path("admin/failwhale/", RedirectView.as_view(pattern_name="wagtailadmin_home")),
    path("admin/forms/", form_list),
    path("admin/forms/results/", form_list_results),
    path("admin/forms/submissions/<int:page_id>/delete/", delete_answers),
    # Both of Wagtail's own forms would accept a password without the second factor.
    path("admin/login/", SIGN_IN),
    path("_util/login/", SIGN_IN),
    path("admin/accounts/", include("accounts.urls")),
    path("admin/people/", include("operations.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/<int:document_id>/<str:filename>", serve_document),
    path("documents/", include(wagtaildocs_urls)),
    path("media/images/<path:path>", serve_rendition),
    path("media/avatar_images/<path:path>", serve_avatar),
    path("theme/<str:accent>.css", theme, name="theme"),
    path("favicon.ico", favicon),
    path("site.webmanifest", manifest, name="manifest"),
    path("_letters/", include("letters.subscribing.urls")),
    path("search/", include(search_urls)),
    path("archive/", include(archive_urls)),
    path("sitemap.xml", site_map),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    *(each for each in wagtail_urls.urlpatterns if each.name != "wagtail_serve"),
    re_path(serve_pattern, serve_page, name="wagtail_serve"),
]
