"""The calendar: lists, months and feeds of the dates of events."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property

from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from wagtail.contrib.routable_page.models import path

from core.feeds import CardFeed
from core.index_pages import IndexPage
from core.listing import fetch_cards, paginate
from core.models import PublicationSettings
from core.queries import children_of
from events.calendar.ical import calendar, calendar_response
from events.calendar.month import Month, day_or_404
from events.filters import Filters, filter_choices
from events.models.occurrences import Occurrence, OccurrenceQuerySet
from events.models.pages import EventPage, EventPageQuerySet

# What is over stays in the calendars that follow ours for so long, and what was cancelled too.
KEPT = timedelta(days=90)


class EventIndexPage(IndexPage):
    """The calendar: the list of coming events, months, and the archive of past ones."""

    subpage_types = ["events.EventPage"]
    is_singleton_index = True

    class Meta:
        verbose_name = "calendar of events"
        verbose_name_plural = "calendars of events"

    def get_listing(self) -> EventPageQuerySet:
        """Return the coming events, the next one first."""
        return children_of(EventPage.objects.upcoming(), self)

    def get_dates(self) -> OccurrenceQuerySet:
        """Return all dates of the events that everybody may read."""
        return _visible_dates(children_of(EventPage.objects.all(), self))

    @cached_property
    def archive_years(self) -> list[int]:
        """The years in which there was something, the last one first."""
        dates = self.get_dates().past().order_by().dates("start_date", "year", order="DESC")
        return [day.year for day in dates]

    @path("")
    def list_pages(self, request: HttpRequest) -> HttpResponse:
        """Show the dates to come."""
        return self._list(request, Filters.read(request.GET), self.get_dates().upcoming())

    @path("past/", name="past")
    def list_past(self, request: HttpRequest) -> HttpResponse:
        """Show the dates that are over."""
        dates = self.get_dates().past()
        return self._list(request, Filters.read(request.GET), dates, past=True)

    @path("archive/<int:year>/", name="year")
    def list_year(self, request: HttpRequest, year: int) -> HttpResponse:
        """Show the dates of one year that are over."""
        if year not in self.archive_years:
            raise Http404("There is nothing of that year.")
        dates = self.get_dates().past().filter(start_date__year=year)
        return self._list(request, Filters.read(request.GET), dates, past=True, year=year)

    @path("organiser/<slug:slug>/", name="organiser")
    def list_organiser(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the dates to come of one organiser."""
        # Of all calendars of the site: an organiser has one page.
        dates = _visible_dates(EventPage.objects.all())
        if not dates.filter(page__event_organisers__organiser__slug=slug).exists():
            raise Http404("There is no event of such an organiser.")
        filters = Filters.read({**request.GET.dict(), "organiser": slug})
        return self._list(request, filters, dates.upcoming())

    @path("day/<int:year>/<int:month>/<int:day>/", name="day")
    def list_day(self, request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
        """Show the dates of one day."""
        shown = day_or_404(year, month, day)
        dates = self.get_dates().on_days(shown, shown).order_by("starts_at", "pk")
        return self._list(request, Filters.read(request.GET), dates, day=shown)

    @path("month/", name="this_month")
    def show_this_month(self, request: HttpRequest) -> HttpResponse:
        """Show the month that it is now."""
        return self._month(request, Month.of(localdate()))

    @path("month/<int:year>/<int:month>/", name="month")
    def show_month(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        """Show a month as a grid of days."""
        return self._month(request, Month.parse(year, month))

    @path("subscribe/", name="subscribe")
    def subscribe(self, request: HttpRequest) -> HttpResponse:
        """Return a calendar that a reader's own calendar follows.

        An event of which the filters leave out some dates is sent date by date.
        """
        dates = self.get_dates().filter(ends_at__gt=now() - KEPT)
        chosen = Filters.read(request.GET).apply(dates)
        counts = _by_page(chosen)
        whole = {
            pk
            for pk, number in _by_page(dates.filter(page__in=counts)).items()
            if counts[pk] == number
        }
        pages = EventPage.objects.filter(pk__in=counts).for_calendars().in_bulk()
        single = [row for row in chosen.select_related("venue") if row.page_id not in whole]
        for row in single:
            row.page = pages[row.page_id]
        name = f"{PublicationSettings.for_request(request).name}: {self.title}"
        events = [page for pk, page in sorted(pages.items()) if pk in whole]
        return calendar_response(calendar(name, events, request, single), "events.ics")

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Return the coming events, each once, as an Atom feed."""
        filters = Filters.read(request.GET)
        dates = filters.apply(self.get_dates().upcoming()).order_by()
        pages = self.get_listing().filter(pk__in=dates.values("page"))
        return CardFeed(self.title, self.get_url(request) + filters.query, pages)(request)

    def _list(
        self, request: HttpRequest, filters: Filters, dates: OccurrenceQuerySet, **context: object
    ) -> HttpResponse:
        """Show one part of a list of dates, narrowed by filters."""
        choices = filter_choices(dates)
        found = paginate(filters.apply(dates), request, fetch=events_on)
        shown = filters.shown(choices)
        return self.render(request, context_overrides={"pages": found, **shown, **context})

    def _month(self, request: HttpRequest, month: Month) -> HttpResponse:
        """Show the grid of a month, as long as there is anything as early or as late."""
        dates = self.get_dates()
        known = dates.aggregate(first=Min("start_date"), last=Max("end_date"))
        today = Month.of(localdate())
        first = min(today, Month.of(known["first"] or localdate()))
        last = max(today, Month.of(known["last"] or localdate()))
        if not first <= month <= last:
            raise Http404("The calendar has nothing in this month.")
        filters = Filters.read(request.GET).without_month
        choices = filter_choices(dates.on_days(month.first, month.last))
        del choices["month"]
        rows = filters.apply(dates.on_days(month.first, month.last)).order_by("starts_at", "pk")
        context = {
            "month": month,
            "weeks": month.weeks(events_on(rows, cards=False)),
            "earlier": month.before if month > first else None,
            "later": month.after if month < last else None,
            **filters.shown(choices),
        }
        template = "events/month.html"
        return self.render(request, context_overrides=context, template=template)


def events_on(dates: Iterable[Occurrence], *, cards: bool = True) -> list[EventPage]:
    """Return the event of each date, as it is on that date; with all that a card shows, or not."""
    rows = list(dates.select_related("venue"))
    pages = EventPage.objects.filter(pk__in={row.page_id for row in rows})
    found = fetch_cards(pages) if cards else pages.defer_streamfields()
    by_id = {page.pk: page for page in found}
    return [by_id[row.page_id].for_occurrence(row) for row in rows]


def _visible_dates(pages: EventPageQuerySet) -> OccurrenceQuerySet:
    """Return the dates of those of the events that everybody may read."""
    return Occurrence.objects.filter(page__in=pages.visible().order_by().values("pk"))


def _by_page(dates: OccurrenceQuerySet) -> dict[int, int]:
    """Return the number of dates of each event."""
    return dict(dates.order_by().values_list("page").annotate(Count("pk", distinct=True)))
