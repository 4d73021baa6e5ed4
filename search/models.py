"""The index of the public search.

It has the words of all published pages, of people, topics and documents. What of it everybody may
read is asked of the pages themselves, in each search: an entry says what something is called, and
never whether it may be seen.
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
    """What can be found."""

    def public_pages(self) -> Self:
        """Only pages that everybody may read now: fewer questions than of all that can be found."""
        return self.filter(visible_pages())

    def of_public_pages(self) -> Self:
        """Only people, topics and documents of pages that everybody may read now."""
        return self.filter(of_visible_pages())

    def public(self) -> Self:
        """Only what everybody may read now."""
        return self.filter(visible_entries())


class SearchEntry(models.Model):
    """Something that can be found, with what it is narrowed down and ordered by."""

    page = models.OneToOneField(Page, models.CASCADE, null=True, related_name="+")
    contributor = models.OneToOneField(Contributor, models.CASCADE, null=True, related_name="+")
    topic = models.OneToOneField(Topic, models.CASCADE, null=True, related_name="+")
    document = models.OneToOneField(SiteDocument, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=EntryKind, db_index=True)
    title = models.TextField()
    # The title as it is compared with what somebody typed.
    key = models.CharField(max_length=300, db_index=True)
    # Days since the first of January of the year 1, as `date.toordinal` counts them.
    day = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    ends_at = models.DateTimeField(null=True)
    format = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=20, blank=True)
    # The keys of the topics and of the people of a page, each once: to look them up for each of
    # many thousand hits takes the databases longer than all else.
    about = models.JSONField(default=list)
    contributor_ids = models.JSONField(default=list)

    objects = SearchEntryQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class SearchText(models.Model):
    """The words of an entry, folded and by their weight; the databases index what stands here."""

    entry = models.OneToOneField(SearchEntry, models.CASCADE, primary_key=True, related_name="text")
    # Titles; names, standfirst and numbers; all else.
    title = models.TextField(blank=True)
    lead = models.TextField(blank=True)
    body = models.TextField(blank=True)
    # What extracts are cut from, as it was written.
    original = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word that stands somewhere in the index, so that its other forms can be found."""

    word = models.CharField(max_length=64, primary_key=True)
    stem = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return self.word
