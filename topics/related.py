"""What to read next: what an editor chose, then what shares most topics."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from django.db import models
from django.db.models import Count
from wagtail.admin.panels import InlinePanel
from wagtail.query import PageQuerySet

from core.models import BasePage, RelatedPage, Relation
from topics.models import TopicAssignment

MOST = 3
# So many of the pages on each topic are compared, those that were put there last.
LOOKED_AT = 100


class RelatedReadingMixin(models.Model):
    """A page that leads to others."""

    related_panels = [
        InlinePanel(
            "related_links",
            heading="Related reading",
            label="page",
            help_text="Up to three pages to read next. The rest is filled by itself with pages "
            "on the same topics.",
        )
    ]

    related_prefetch = ("topic_assignments",)

    class Meta:
        abstract = True

    @cached_property
    def linked_ids(self) -> dict[tuple[bool, str], list[int]]:
        """The ids of the pages that editors put together with it.

        By whether it was done at this page, and by what the other one is to it.
        """
        links = RelatedPage.objects.filter(models.Q(page=self.pk) | models.Q(related=self.pk))
        found = list(links.order_by("sort_order", "pk"))
        own = [link for link in found if link.page_id == self.pk]
        if self.is_preview:  # What is not saved yet is known to the form alone.
            own = list(self.related_links.all())
        ids = defaultdict(list)
        for link in own:
            ids[True, link.relation].append(link.related_id)
        for link in found:
            if link.page_id != self.pk:
                ids[False, link.relation].append(link.page_id)
        return ids

    @cached_property
    def reading_ids(self) -> list[int]:
        """The ids of pages to read next, public or not: those that editors chose, then others."""
        chosen = [
            *self.linked_ids[True, Relation.READING],
            *self.linked_ids[False, Relation.READING],
        ]
        return list(dict.fromkeys([*chosen, *self._similar_ids()]))

    def card_ids(self) -> list[int]:
        """Return the ids of all pages whose cards the page shows, with those to read next."""
        linked = [pk for ids in self.linked_ids.values() for pk in ids]
        return [*super().card_ids(), *linked, *self.reading_ids]

    @property
    def reports(self) -> list[BasePage]:
        """The reports of it that everybody may read."""
        return self.visible_cards(self.linked_ids[True, Relation.REPORT])

    @property
    def reported(self) -> list[BasePage]:
        """What it is a report of, as far as everybody may read it."""
        return self.visible_cards(self.linked_ids[False, Relation.REPORT])

    @property
    def related_reading(self) -> list[BasePage]:
        """Up to three pages that everybody may read, those that an editor chose first."""
        other = {page.pk for page in (*self.reports, *self.reported)}
        return self.visible_cards(pk for pk in self.reading_ids if pk not in other)[:MOST]

    def similar_candidates(self) -> PageQuerySet:
        """Return the pages among which those on the same topics are looked for."""
        return type(self).objects.visible()

    def visible_cards(self, ids: Iterable[int]) -> list[BasePage]:
        """Return those of the pages whose cards it shows that everybody may read."""
        cards = self.related_cards
        return [cards[pk] for pk in ids if pk in cards and pk != self.pk]

    def _similar_ids(self) -> list[int]:
        """Return the ids of pages of the same type that share most topics, the newest first."""
        topics = [assignment.topic_id for assignment in self.topic_assignments.all()]
        if not topics:
            return []
        newest = TopicAssignment.objects.newest_pages(topics, LOOKED_AT)
        pages = self.similar_candidates().filter(pk__in=newest).exclude(pk=self.pk)
        on_these = models.Q(topic_assignments__topic__in=topics)
        shared = pages.annotate(shared=Count("topic_assignments", filter=on_these, distinct=True))
        ordered = shared.order_by("-shared", "-first_published_at", "-pk")
        return list(ordered.values_list("pk", flat=True)[:MOST])
