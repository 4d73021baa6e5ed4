"""Related reading: pages that editors chose, then pages that share most topics."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import InlinePanel
from wagtail.query import PageQuerySet

from core.models import BasePage, RelatedPage, Relation
from topics.models import TopicAssignment

MAX_RELATED = 3
# Only the pages last assigned to each topic are compared.
MAX_CANDIDATES_PER_TOPIC = 100


class RelatedReadingMixin(models.Model):
    """A page with related reading."""

    related_panels = [
        InlinePanel(
            "related_links",
            heading=_("Related reading"),
            label=_("page"),
            help_text=_(
                "Up to three pages to read next. Free places fill up with pages on the same topics."
            ),
        )
    ]

    related_prefetch = ("topic_assignments",)

    class Meta:
        abstract = True

    @cached_property
    def linked_ids(self) -> dict[tuple[bool, str], list[int]]:
        """The ids of the pages that editors linked with this page.

        The keys are pairs: whether the link was set on this page, and its relation.
        """
        links = RelatedPage.objects.filter(models.Q(page=self.pk) | models.Q(related=self.pk))
        stored = list(links.order_by("sort_order", "pk"))
        own = [link for link in stored if link.page_id == self.pk]
        if self.is_preview:  # Unsaved links exist only on the instance.
            own = list(self.related_links.all())
        ids = defaultdict(list)
        for link in own:
            ids[True, link.relation].append(link.related_id)
        for link in stored:
            if link.page_id != self.pk:
                ids[False, link.relation].append(link.page_id)
        return ids

    @cached_property
    def reading_ids(self) -> list[int]:
        """The ids of pages to read next, visible or not: chosen by editors, then similar ones."""
        chosen = [
            *self.linked_ids[True, Relation.READING],
            *self.linked_ids[False, Relation.READING],
        ]
        return list(dict.fromkeys([*chosen, *self._similar_ids()]))

    def card_ids(self) -> list[int]:
        """Return the ids of all pages that the page displays as cards."""
        linked = [pk for ids in self.linked_ids.values() for pk in ids]
        return [*super().card_ids(), *linked, *self.reading_ids]

    @property
    def reports(self) -> list[BasePage]:
        """The visible reports of this page."""
        return self.visible_cards(self.linked_ids[True, Relation.REPORT])

    @property
    def reported(self) -> list[BasePage]:
        """The visible pages that this page is a report of."""
        return self.visible_cards(self.linked_ids[False, Relation.REPORT])

    @property
    def linked_pages(self) -> list[BasePage]:
        """All visible pages that editors linked with this page."""
        return self.visible_cards(pk for ids in self.linked_ids.values() for pk in ids)

    @property
    def related_reading(self) -> list[BasePage]:
        """Up to MAX_RELATED visible pages to read next, those that editors chose first."""
        reports = {page.pk for page in (*self.reports, *self.reported)}
        return self.visible_cards(pk for pk in self.reading_ids if pk not in reports)[:MAX_RELATED]

    def similar_candidates(self) -> PageQuerySet:
        """Return the visible pages that may be related, here those of the same type."""
        return type(self).objects.visible()

    def visible_cards(self, ids: Iterable[int]) -> list[BasePage]:
        """Return the visible pages with these ids, which `card_ids()` must include."""
        cards = self.related_cards
        return [cards[pk] for pk in ids if pk in cards and pk != self.pk]

    def _similar_ids(self) -> list[int]:
        """Return the ids of the candidates that share most topics, newest first."""
        topics = [assignment.topic_id for assignment in self.topic_assignments.all()]
        if not topics:
            return []
        newest = TopicAssignment.objects.newest_pages(topics, MAX_CANDIDATES_PER_TOPIC)
        pages = self.similar_candidates().filter(pk__in=newest).exclude(pk=self.pk)
        on_these = models.Q(topic_assignments__topic__in=topics)
        shared = pages.annotate(shared=Count("topic_assignments", filter=on_these, distinct=True))
        ordered = shared.order_by("-shared", "-first_published_at", "-pk")
        return list(ordered.values_list("pk", flat=True)[:MAX_RELATED])
