"""The addresses of the archive."""

from django.urls import path

from search.archive.views import of_period, years

urlpatterns = [
    path("", years, name="archive"),
    path("<int:year>/", of_period, name="archive"),
    path("<int:year>/<int:month>/", of_period, name="archive"),
    path("<int:year>/<int:month>/<int:day>/", of_period, name="archive"),
]
