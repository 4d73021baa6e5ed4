"""Articles of any section that belong together, in an order."""

from functools import cached_property

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.query import PageQuerySet

from core.index_pages import IndexPage


class SeriesPage(IndexPage):
    """A series: articles of any section that belong together, in the order to read them in."""

    subpage_types = []

    class Meta:
        verbose_name = "series"
        verbose_name_plural = "series"

    def get_listing(self) -> PageQuerySet:
        """Return the visible articles of the series, the first part first."""
        return self.articles.in_series_order()

    def get_feed_listing(self) -> PageQuerySet:
        """Return the visible articles of the series, the latest first."""
        return self.articles.latest_first()


class SeriesMixin(models.Model):
    """A page that can be a part of a series."""

    series = models.ForeignKey(
        SeriesPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        help_text="The series it is a part of. A series is a page of its own below the front page.",
    )
    series_part = models.PositiveSmallIntegerField(
        "part",
        null=True,
        blank=True,
        help_text="Its number in the series. Empty: by its date, after those with a number.",
    )

    series_panels = [
        MultiFieldPanel(
            [PageChooserPanel("series"), FieldPanel("series_part")],
            heading="Series",
            classname="collapsed",
        )
    ]

    class Meta:
        abstract = True

    @cached_property
    def series_parts(self) -> list["SeriesMixin"]:
        """All parts of its series that everybody may read, in order."""
        if not self.series_id:
            return []
        public = SeriesPage.objects.visible().filter(pk=models.OuterRef("series"))
        parts = type(self).objects.filter(series=self.series_id).in_series_order()
        parts = parts.annotate(is_series_public=models.Exists(public)).select_related("series")
        return list(parts.defer_streamfields())

    @property
    def public_series(self) -> SeriesPage | None:
        """The series it is a part of, if everybody may read that."""
        if self.series_parts:
            part = self.series_parts[0]
            return part.series if part.is_series_public else None
        return self.series_id and SeriesPage.objects.visible().filter(pk=self.series_id).first()

    @property
    def neighbours(self) -> dict[str, "SeriesMixin"]:
        """The `previous` and the `next` part of its series that everybody may read."""
        parts = self.series_parts
        if self not in parts:
            return {}
        place = parts.index(self)
        found = {"previous": parts[place - 1 : place], "next": parts[place + 1 : place + 2]}
        return {name: pages[0] for name, pages in found.items() if pages}
