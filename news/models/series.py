"""Articles of any section that belong together, in an order."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.query import PageQuerySet

from core.indexes import IndexPage


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

    @property
    def public_series(self) -> SeriesPage | None:
        """The series it is a part of, if everybody may read that."""
        return self.series_id and SeriesPage.objects.visible().filter(pk=self.series_id).first()

    @property
    def neighbours(self) -> dict[str, "SeriesMixin"]:
        """The `previous` and the `next` part of its series that everybody may read."""
        if not self.series_id:
            return {}
        of_series = type(self).objects.filter(series=self.series_id)
        parts = list(of_series.in_series_order().defer_streamfields())
        if self not in parts:
            return {}
        place = parts.index(self)
        found = {"previous": parts[place - 1 : place], "next": parts[place + 1 : place + 2]}
        return {name: pages[0] for name, pages in found.items() if pages}
