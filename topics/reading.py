"""What to read next: what an editor chose, then what shares most topics."""

from django.db import models
from django.db.models import Count
from wagtail.admin.panels import InlinePanel

from core.listing import cards_by_id, fetch_cards
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

    @property
    def related_reading(self) -> list[BasePage]:
        """Up to three pages that everybody may read, those that an editor chose first."""
        chosen = self._chosen_ids()
        cards = cards_by_id(chosen)
        picks = [cards[pk] for pk in dict.fromkeys(chosen) if pk in cards and pk != self.pk]
        return [*picks, *self._alike(MOST - len(picks), chosen)][:MOST]

    def _chosen_ids(self) -> list[int]:
        """Return the ids of the pages that editors put together with it, its own choice first."""
        links = RelatedPage.objects.filter(models.Q(page=self.pk) | models.Q(related=self.pk))
        pairs = links.order_by("sort_order").values_list("page_id", "related_id")
        own = [related for page, related in pairs if page == self.pk]
        if self.is_preview:  # What is not saved yet is known to the form alone.
            own = [link.related_id for link in self.related_links.all()]
        return own + [page for page, _related in pairs if page != self.pk]

    def _alike(self, count: int, without: list[int]) -> list[BasePage]:
        """Return pages of the same type that share most topics, the newest first."""
        topics = [assignment.topic_id for assignment in self.topic_assignments.all()]
        if count <= 0 or not topics:
            return []
        pages = type(self).objects.visible().filter(topic_assignments__topic__in=topics)
        shared = pages.exclude(pk__in=[self.pk, *without]).annotate(shared=Count("pk"))
        return fetch_cards(shared.order_by("-shared", "-first_published_at", "-pk")[:count])
