"""Series of articles."""

from functools import cached_property

from django.db import models
from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.query import PageQuerySet

from core.index_pages import IndexPage


class SeriesPage(IndexPage):
    """A series: articles of any section in reading order."""

    page_description = _(
        "Lists the parts of a series, in order; the articles may be in any section."
    )
    subpage_types = []

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def get_listing(self) -> PageQuerySet:
        """Return the visible articles of the series in reading order."""
        return self.articles.in_series_order()

    def get_feed_listing(self) -> PageQuerySet:
        """Return the visible articles of the series, the latest first."""
        return self.articles.latest_first()


class SeriesMixin(models.Model):
    """A page that can be part of a series."""

    series = models.ForeignKey(
        SeriesPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("series"),
        help_text=_(
            "The series that the article belongs to. A series is a page below the front page."
        ),
    )
    series_part = models.PositiveSmallIntegerField(
        _("part"),
        null=True,
        blank=True,
        help_text=_(
            "Its number in the series. Articles without a number follow the others, by date."
        ),
    )

    series_panels = [
        MultiFieldPanel(
            [FieldPanel("series", widget=Select), FieldPanel("series_part")],
            heading=_("Series"),
            classname="collapsed",
        )
    ]

    class Meta:
        abstract = True

    @cached_property
    def series_parts(self) -> list["SeriesMixin"]:
        """All visible parts of its series, in reading order."""
        if not self.series_id:
            return []
        public = SeriesPage.objects.visible().filter(pk=models.OuterRef("series"))
        parts = type(self).objects.filter(series=self.series_id).in_series_order()
        parts = parts.annotate(is_series_public=models.Exists(public)).select_related("series")
        return list(parts.defer_streamfields())

    @property
    def articles_of_same_part(self) -> list["SeriesMixin"]:
        """Other public articles with its number in its series."""
        if not self.series_id or self.series_part is None:
            return []
        same = type(self).objects.live().filter(series=self.series_id, series_part=self.series_part)
        return list(same.exclude(pk=self.pk).defer_streamfields())

    @property
    def public_series(self) -> SeriesPage | None:
        """The series that the article belongs to, if its page is visible."""
        if self.series_parts:
            part = self.series_parts[0]
            return part.series if part.is_series_public else None
        return self.series_id and SeriesPage.objects.visible().filter(pk=self.series_id).first()

    @property
    def series_position(self) -> int | None:
        """Its number among the visible parts of its series."""
        return self.series_parts.index(self) + 1 if self in self.series_parts else None

    @property
    def neighbours(self) -> dict[str, "SeriesMixin"]:
        """The `previous` and the `next` visible part of its series."""
        parts, number = self.series_parts, self.series_position
        if number is None:
            return {}
        index = number - 1
        slices = {"previous": parts[index - 1 : index], "next": parts[index + 1 : index + 2]}
        return {name: pages[0] for name, pages in slices.items() if pages}
