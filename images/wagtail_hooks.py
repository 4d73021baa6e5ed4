"""Register the step after an upload in the image chooser."""

from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.images.views.chooser import viewset

from images.upload_check import CheckedUploadView, UploadCheckView

viewset.create_view_class = CheckedUploadView


@hooks.register("register_admin_urls")
def register_check() -> list[URLPattern]:
    """Return the URL of the step."""
    return [path("images/<int:image_id>/check/", UploadCheckView.as_view(), name="check_upload")]


@hooks.register("insert_global_admin_js")
def upload_check_script() -> SafeString:
    """Let the image chooser display the step."""
    return format_html(
        '<script defer src="{}"></script>', versioned_static("js/admin/upload-check.js")
    )
