"""The addresses of the search."""

from django.urls import path

from search.views import description, feed, search, suggest

urlpatterns = [
    path("", search, name="search"),
    path("feed/", feed, name="search_feed"),
    path("suggestions/", suggest, name="search_suggestions"),
    path("opensearch.xml", description, name="search_description"),
]
