"""The calendar: listings, months and feeds of occurrences."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property, partial

from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path

from core.feeds import CardFeed
from core.index_pages import IndexPage
from core.listing import fetch_cards, paginate
from core.models import PublicationSettings
from core.queries import children_of
from events.calendar.ical import calendar, calendar_response
from events.calendar.month import Month, day_or_404
from events.filters import Filters, active_choices, filter_choices
from events.models.occurrences import Occurrence, OccurrenceQuerySet
from events.models.pages import EventPage, EventPageQuerySet

# How long past and cancelled occurrences stay in subscribed calendars.
RETENTION = timedelta(days=90)


class EventIndexPage(IndexPage):
    """The calendar: upcoming events as a listing and by month, and an archive of past events."""

    page_description = _("The calendar, which lists its events.")
    subpage_types = ["events.EventPage"]
    is_singleton_index = True
    calendar_route = "subscribe"

    class Meta:
        verbose_name = _("calendar of events")
        verbose_name_plural = _("calendars of events")

    def get_listing(self) -> EventPageQuerySet:
        """Return the upcoming events, the next one first."""
        return children_of(EventPage.objects.upcoming(), self)

    def get_dates(self) -> OccurrenceQuerySet:
        """Return all occurrences of the visible events of this calendar."""
        return _visible_dates(children_of(EventPage.objects.all(), self))

    @cached_property
    def archive_years(self) -> list[int]:
        """Return the years that have past occurrences, the latest first."""
        dates = self.get_dates().past().order_by().dates("start_date", "year", order="DESC")
        return [day.year for day in dates]

    @path("")
    def list_pages(self, request: HttpRequest) -> HttpResponse:
        """List the upcoming occurrences."""
        return self._list(request, Filters.read(request.GET), self.get_dates().upcoming())

    @path("past/", name="past")
    def list_past(self, request: HttpRequest) -> HttpResponse:
        """List the past occurrences."""
        dates = self.get_dates().past()
        return self._list(request, Filters.read(request.GET), dates, past=True)

    @path("archive/<number:year>/", name="year")
    def list_year(self, request: HttpRequest, year: int) -> HttpResponse:
        """List the past occurrences of a year."""
        if year not in self.archive_years:
            raise Http404("There is nothing of that year.")
        dates = self.get_dates().past().filter(start_date__year=year)
        return self._list(request, Filters.read(request.GET), dates, past=True, year=year)

    @path("organiser/<slug:slug>/", name="organiser")
    def list_organiser(self, request: HttpRequest, slug: str) -> HttpResponse:
        """List the upcoming occurrences of an organiser."""
        # From all calendars, because an organiser has a single URL.
        dates = _visible_dates(EventPage.objects.all())
        if not dates.filter(page__event_organisers__organiser__slug=slug).exists():
            raise Http404("There is no event of such an organiser.")
        filters = Filters.read({**request.GET.dict(), "organiser": slug})
        return self._list(request, filters, dates.upcoming())

    @path("day/<number:year>/<number:month>/<number:day>/", name="day")
    def list_day(self, request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
        """List the occurrences of a day."""
        date = day_or_404(year, month, day)
        first, last = self._known_months()
        if not first <= Month.of(date) <= last:
            raise Http404("The calendar has nothing on this day.")
        dates = self.get_dates().on_days(date, date).order_by("starts_at", "pk")
        filters = Filters.read(request.GET).without_times
        return self._list(request, filters, dates, day=date)

    @path("month/", name="this_month")
    def show_this_month(self, request: HttpRequest) -> HttpResponse:
        """Display the current month."""
        return self._month(request, Month.of(localdate()))

    @path("month/<number:year>/<number:month>/", name="month")
    def show_month(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        """Display a month as a grid of days."""
        return self._month(request, Month.parse(year, month))

    @path("subscribe/", name="subscribe")
    def subscribe(self, request: HttpRequest) -> HttpResponse:
        """Return an iCalendar file to subscribe to.

        An event is included with its recurrence rule if all its occurrences match the filters, and
        otherwise as single occurrences.
        """
        dates = self.get_dates().filter(ends_at__gt=now() - RETENTION)
        filters = Filters.read(request.GET)
        matching = filters.apply(dates)
        counts = _count_by_page(matching)
        totals = _count_by_page(dates.filter(page__in=counts))
        whole = {pk for pk, total in totals.items() if counts[pk] == total}
        pages = EventPage.objects.filter(pk__in=counts).for_calendars().in_bulk()
        single = [row for row in matching.select_related("venue") if row.page_id not in whole]
        for row in single:
            row.page = pages[row.page_id]
        name = f"{PublicationSettings.for_request(request).name}: {self._title_of(filters)}"
        events = [page for pk, page in sorted(pages.items()) if pk in whole]
        return calendar_response(calendar(name, events, request, single), "events.ics")

    @path("feed/", name="feed")
    @path("feed/json/", name="json_feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Return the upcoming events, each once, as an Atom feed."""
        filters = Filters.read(request.GET)
        dates = filters.apply(self.get_dates().upcoming()).order_by()
        pages = self.get_listing().filter(pk__in=dates.values("page"))
        title, address = self._title_of(filters), self.get_url(request) + filters.query
        return CardFeed(title, address, pages)(request)

    def _title_of(self, filters: Filters) -> str:
        """Return the title with the active filters in words: “Events: Cardiff, Free”."""
        # Past events keep the name of a subscription when no event is coming.
        return filters.title(self.title, partial(active_choices, filters), self.get_dates())

    def _list(
        self, request: HttpRequest, filters: Filters, dates: OccurrenceQuerySet, **context: object
    ) -> HttpResponse:
        """Render one page of a filtered listing; upcoming events once, others by occurrence."""
        choices = filter_choices(dates)
        if "day" in context:
            del choices["month"]
        rows = filters.apply(dates)
        is_upcoming = not context
        rows = rows.first_of_each_event() if is_upcoming else rows
        pages = paginate(rows, request, fetch=events_on)
        months = by_month(pages, filters.first_month if is_upcoming else None)
        overrides = {"pages": pages, "months": months, **filters.template_context(choices)}
        return self.render(request, context_overrides=overrides | context)

    def _known_months(self) -> tuple[Month, Month]:
        """Return the months of the first and the last occurrence, and at least the current one."""
        known = self.get_dates().aggregate(first=Min("start_date"), last=Max("end_date"))
        months = [Month.of(day or localdate()) for day in (*known.values(), localdate())]
        return min(months), max(months)

    def _month(self, request: HttpRequest, month: Month) -> HttpResponse:
        """Render a month. Raise Http404 outside the months of the first and last occurrence."""
        first, last = self._known_months()
        if not first <= month <= last:
            raise Http404("The calendar has nothing in this month.")
        filters = Filters.read(request.GET).without_times
        shown = self.get_dates().on_days(*month.shown_days)
        choices = filter_choices(shown)
        del choices["month"]
        rows = filters.apply(shown).order_by("starts_at", "pk")
        context = {
            "month": month,
            "weeks": month.weeks(events_on(rows, cards=False)),
            "earlier": month.before if month > first else None,
            "later": month.after if month < last else None,
            **filters.template_context(choices),
        }
        template = "events/month.html"
        return self.render(request, context_overrides=context, template=template)


def events_on(dates: Iterable[Occurrence], *, cards: bool = True) -> list[EventPage]:
    """Return the page of each occurrence; with `cards`, with all that cards display."""
    rows = list(dates.select_related("venue"))
    pages = EventPage.objects.filter(pk__in={row.page_id for row in rows})
    found = fetch_cards(pages) if cards else pages.defer_streamfields()
    by_id = {page.pk: page for page in found}
    return [by_id[row.page_id].for_occurrence(row) for row in rows]


def by_month(
    pages: Iterable[EventPage], earliest: Month | None
) -> list[tuple[Month, list[EventPage]]]:
    """Return the events by month; those that began before the `earliest` month are in that one."""
    months = defaultdict(list)
    for page in pages:
        month = Month.of(page.hours.start_date)
        months[max(month, earliest or month)].append(page)
    return list(months.items())


def _visible_dates(pages: EventPageQuerySet) -> OccurrenceQuerySet:
    """Return the occurrences of the visible pages."""
    return Occurrence.objects.filter(page__in=pages.visible().order_by().values("pk"))


def _count_by_page(dates: OccurrenceQuerySet) -> dict[int, int]:
    return dict(dates.order_by().values_list("page").annotate(Count("pk", distinct=True)))
