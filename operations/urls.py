"""URLs of the operations, below the admin."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from operations.personal_data.views import export_personal_data, show_personal_data

_signed_in = [
    path("<int:user_id>/", show_personal_data, name="personal_data"),
    path("<int:user_id>/export/", export_personal_data, name="personal_data_export"),
]
urlpatterns = decorate_urlpatterns(
    decorate_urlpatterns(_signed_in, require_admin_access), never_cache
)
