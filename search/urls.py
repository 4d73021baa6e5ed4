"""URLs of the search."""

from django.urls import path

from search.views import feed, opensearch_description, search, suggest

urlpatterns = [
    path("", search, name="search"),
    path("feed/", feed, name="search_feed"),
    path("feed/json/", feed, name="search_json_feed"),
    path("suggestions/", suggest, name="search_suggestions"),
    path("opensearch.xml", opensearch_description, name="search_description"),
]
