"""URLs of the archive."""

from django.urls import path

from search.archive.views import period_detail, years

urlpatterns = [
    path("", years, name="archive"),
    path("<int:year>/", period_detail, name="archive"),
    path("<int:year>/<int:month>/", period_detail, name="archive"),
    path("<int:year>/<int:month>/<int:day>/", period_detail, name="archive"),
]
