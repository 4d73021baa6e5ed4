"""What to read next: what an editor chose, then what shares most topics."""

from functools import cached_property

from django.db import models
from django.db.models import Count
from wagtail.admin.panels import InlinePanel

from core.models import BasePage, RelatedPage

MOST = 3


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

    class Meta:
        abstract = True

    @cached_property
    def reading_ids(self) -> list[int]:
        """The ids of pages to read next, public or not: those that editors chose, then others."""
        chosen = self._chosen_ids()
        return list(dict.fromkeys([*chosen, *self._alike()]))

    def card_ids(self) -> list[int]:
        """Return the ids of all pages whose cards the page shows, with those to read next."""
        return [*super().card_ids(), *self.reading_ids]

    @property
    def related_reading(self) -> list[BasePage]:
        """Up to three pages that everybody may read, those that an editor chose first."""
        cards = self.related_cards
        return [cards[pk] for pk in self.reading_ids if pk in cards and pk != self.pk][:MOST]

    def _chosen_ids(self) -> list[int]:
        """Return the ids of the pages that editors put together with it, its own choice first."""
        links = RelatedPage.objects.filter(models.Q(page=self.pk) | models.Q(related=self.pk))
        pairs = links.order_by("sort_order").values_list("page_id", "related_id")
        own = [related for page, related in pairs if page == self.pk]
        if self.is_preview:  # What is not saved yet is known to the form alone.
            own = [link.related_id for link in self.related_links.all()]
        return own + [page for page, _related in pairs if page != self.pk]

    def _alike(self) -> list[int]:
        """Return the ids of pages of the same type that share most topics, the newest first."""
        topics = [assignment.topic_id for assignment in self.topic_assignments.all()]
        if not topics:
            return []
        pages = type(self).objects.visible().filter(topic_assignments__topic__in=topics)
        shared = pages.exclude(pk=self.pk).annotate(shared=Count("pk"))
        ordered = shared.order_by("-shared", "-first_published_at", "-pk")
        return list(ordered.values_list("pk", flat=True)[:MOST])
