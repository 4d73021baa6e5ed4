"""Pages and entries with what they need, and nothing else, to be published."""

import datetime

import factory
import wagtail_factories
from django.utils.timezone import make_aware, now
from wagtail.models import Site

from books.models import BookFormat, BookIndexPage, BookPage, FormatPrice
from contributors.models import Contribution, Contributor, ContributorIndexPage
from documents.models import SiteDocument
from events.models import EventIndexPage, EventOrganiser, EventPage, Organiser, Venue
from form_pages.models import FormPage
from home.models import StandardPage
from images.models import SiteImage
from letters.models import LetterIndexPage, LetterPage, MailingList
from news.models import (
    ArticleIndexPage,
    ArticlePage,
    CorrectionsPage,
    FormatIndexPage,
    SeriesPage,
)
from topics.models import Topic, TopicAssignment, TopicIndexPage


class SiteImageFactory(wagtail_factories.ImageFactory):
    class Meta:
        model = SiteImage

    credit = "Ada Example"


class SiteDocumentFactory(wagtail_factories.DocumentFactory):
    class Meta:
        model = SiteDocument

    description = "What was decided."


class ContributorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contributor

    name = factory.Sequence(lambda number: f"Contributor {number}")


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda number: f"Topic {number}")


class PublishedPageFactory(wagtail_factories.PageFactory):
    """A page as Wagtail leaves it after its first publication."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda number: f"Page {number}")
    first_published_at = factory.LazyFunction(now)
    last_published_at = factory.LazyFunction(now)


class ArticleIndexPageFactory(PublishedPageFactory):
    class Meta:
        model = ArticleIndexPage


class SeriesPageFactory(PublishedPageFactory):
    class Meta:
        model = SeriesPage


class CorrectionsPageFactory(PublishedPageFactory):
    class Meta:
        model = CorrectionsPage


class FormatIndexPageFactory(PublishedPageFactory):
    class Meta:
        model = FormatIndexPage


class ArticlePageFactory(PublishedPageFactory):
    class Meta:
        model = ArticlePage

    title = factory.Sequence(lambda number: f"Article {number}")
    standfirst = "What it is about."


class MailingListFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MailingList

    name = "The weekly letter"
    slug = factory.Sequence(lambda number: f"letter-{number}")
    site = factory.LazyFunction(Site.objects.get)
    language = "en"
    sender_name = "The Slipway"
    sender_email = "letters@slipway.example"
    imprint = "The Slipway, 1 Quay Row, Merrow Bay"


class LetterIndexPageFactory(PublishedPageFactory):
    class Meta:
        model = LetterIndexPage


class LetterPageFactory(PublishedPageFactory):
    class Meta:
        model = LetterPage

    mailing_list = factory.SubFactory(MailingListFactory)


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Venue

    name = factory.Sequence(lambda number: f"Hall {number}")


class EventIndexPageFactory(PublishedPageFactory):
    class Meta:
        model = EventIndexPage


class EventPageFactory(PublishedPageFactory):
    class Meta:
        model = EventPage

    title = factory.Sequence(lambda number: f"Event {number}")
    start_date = factory.LazyFunction(lambda: now().date() + datetime.timedelta(days=7))


class BookIndexPageFactory(PublishedPageFactory):
    class Meta:
        model = BookIndexPage


class BookPageFactory(PublishedPageFactory):
    class Meta:
        model = BookPage

    title = factory.Sequence(lambda number: f"Book {number}")


class StandardPageFactory(PublishedPageFactory):
    class Meta:
        model = StandardPage


class FormPageFactory(PublishedPageFactory):
    """A form with the usual fields of its kind."""

    class Meta:
        model = FormPage

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        page = model_class(**kwargs)
        page.add_usual_fields()
        parent.add_child(instance=page)
        return page


class ContributorIndexPageFactory(PublishedPageFactory):
    class Meta:
        model = ContributorIndexPage


class TopicIndexPageFactory(PublishedPageFactory):
    class Meta:
        model = TopicIndexPage


def attribute(page, *contributors: Contributor, role: str = "author"):
    """Give a saved page contributors."""
    for contributor in contributors:
        Contribution.objects.create(page=page, contributor=contributor, role=role)
    return page


def assign(page, *topics: Topic):
    """Give a saved page topics."""
    for topic in topics:
        TopicAssignment.objects.create(page=page, topic=topic)
    return page


def host(event: EventPage, *names: str):
    """Give a saved event organisers."""
    for name in names:
        organiser, _ = Organiser.objects.get_or_create(name=name)
        EventOrganiser.objects.create(page=event, organiser=organiser)
    return event


def edition(book: BookPage, prices: dict[str, str] | None = None, **fields) -> BookFormat:
    """Give a saved book one more format, with prices by currency."""
    fmt = BookFormat.objects.create(page=book, **fields)
    for currency, amount in (prices or {}).items():
        FormatPrice.objects.create(format=fmt, currency=currency, amount=amount)
    return fmt


def noon(year: int, month: int, day: int) -> datetime.datetime:
    """Return noon of a day on the clock of the publication."""
    return make_aware(datetime.datetime(year, month, day, 12))  # noqa: DTZ001
