"""URLs of the archive."""

from django.urls import path

from search.archive.views import period_detail, years

urlpatterns = [
    path("", years, name="archive"),
    path("<number:year>/", period_detail, name="archive"),
    path("<number:year>/<number:month>/", period_detail, name="archive"),
    path("<number:year>/<number:month>/<number:day>/", period_detail, name="archive"),
]
