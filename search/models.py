"""The index of the public search.

It holds the words of published pages, contributors, topics and documents. It does not store whether
an entry is public: each search checks that against the pages themselves.
"""

from typing import Self

from django.db import models
from wagtail.models import Page

from contributors.models import Contributor
from documents.models import SiteDocument
from search.choices import EntryKind
from search.visibility import of_visible_pages, visible_entries, visible_pages
from topics.models import Topic


class SearchEntryQuerySet(models.QuerySet):
    """Entries of the search index."""

    def public_pages(self) -> Self:
        """Return entries of visible pages only, with fewer subqueries than `public()`."""
        return self.filter(visible_pages())

    def of_public_pages(self) -> Self:
        """Return contributors, topics and documents that visible pages use."""
        return self.filter(of_visible_pages())

    def public(self) -> Self:
        """Return the entries that every reader may see now."""
        return self.filter(visible_entries())


class SearchEntry(models.Model):
    """A page, contributor, topic or document, with the values for filtering and ordering it."""

    page = models.OneToOneField(Page, models.CASCADE, null=True, related_name="+")
    contributor = models.OneToOneField(Contributor, models.CASCADE, null=True, related_name="+")
    topic = models.OneToOneField(Topic, models.CASCADE, null=True, related_name="+")
    document = models.OneToOneField(SiteDocument, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=EntryKind, db_index=True)
    title = models.TextField()
    # The normalised title, compared with queries.
    key = models.CharField(max_length=300, db_index=True)
    # The proleptic Gregorian ordinal, as returned by `date.toordinal()`.
    day = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    ends_at = models.DateTimeField(null=True)
    format = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=20, blank=True)
    # The distinct ids of a page's topics and contributors. Denormalised, because joining them for
    # many thousand hits takes longer than the rest of the search.
    topic_ids = models.JSONField(default=list)
    contributor_ids = models.JSONField(default=list)

    objects = SearchEntryQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class SearchText(models.Model):
    """The normalised words of an entry by weight. The full-text indexes are built on this table."""

    entry = models.OneToOneField(SearchEntry, models.CASCADE, primary_key=True, related_name="text")
    # Titles; names, standfirst and numbers; everything else.
    title = models.TextField(blank=True)
    lead = models.TextField(blank=True)
    body = models.TextField(blank=True)
    # The text before normalisation, from which snippets are cut.
    original = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word of the index with its stem, to find other forms of the word and similar words."""

    word = models.CharField(max_length=64, primary_key=True)
    stem = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return self.word
