"""Create the demo publication through the page models."""

from datetime import date, time

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save
from django.utils.timezone import localdate
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from books.models import BookIndexPage
from contributors.models import Contribution, Contributor, ContributorIndexPage
from core.models import ProtectedWhileReferenced, PublicationSettings, RelatedPage
from demo.accounts import create_accounts
from demo.article_extras import add_notes_and_corrections, article_fields, datetime_on
from demo.books import DemoBooks
from demo.content_files import PICTURES, articles, body_blocks, read
from demo.events import DemoEvents
from demo.front_page import front_page_sections
from demo.models import DemoObject, fingerprint
from events.models import EventIndexPage, Organiser, Venue
from form_pages.models import FormPage
from home.models import HomePage, StandardPage
from images.choices import Licence
from images.models import SiteImage
from news.choices import Format
from news.models import (
    ArticleIndexPage,
    ArticlePage,
    CorrectionsPage,
    FormatIndexPage,
    SeriesPage,
)
from topics.models import Topic, TopicAssignment, TopicIndexPage
from users.models import User

# What is recorded for its removal; the rest is deleted with one of these.
RECORDED = (Page, AbstractImage, ProtectedWhileReferenced, PublicationSettings, User)

SECTIONS = {"news": "News and analysis", "theory": "Theory and reviews"}
CORRECTIONS = "What we got wrong, and what is right."


def is_empty() -> bool:
    """Return whether the site has no users and no pages below the home page."""
    home = HomePage.objects.first()
    return home is not None and home.numchild == 0 and not User.objects.exists()


@transaction.atomic
def load(password: str) -> None:
    """Load the demo content into an empty site, in a single transaction."""
    made: list[Model] = [HomePage.objects.get()]

    def note(instance: Model, *, created: bool, **_others: object) -> None:
        if created and isinstance(instance, RECORDED):
            made.append(instance)

    post_save.connect(note)
    try:
        DemoSite(localdate()).build(password)
    finally:
        post_save.disconnect(note)
    for instance in made:
        instance.refresh_from_db()
        content_type = ContentType.objects.get_for_model(instance, for_concrete_model=True)
        DemoObject.objects.create(
            content_type=content_type, object_id=instance.pk, fingerprint=fingerprint(instance)
        )


class DemoSite:
    """Builds the demo publication and keeps track of the objects that others refer to."""

    def __init__(self, today: date) -> None:
        self.today = today  # All dates are relative to it.
        self.home = HomePage.objects.get()
        self.images: dict[str, int] = {}
        self.pages: dict[str, int] = {}
        self.bodies: dict[int, list[dict]] = {}
        self.related: dict[int, list[str]] = {}

    def build(self, password: str) -> None:
        """Create accounts, images, snippets and pages, and publish the pages."""
        create_accounts(password)
        self.create_images()
        self.create_snippets()
        self.create_sections()
        self.create_series()
        self.create_books()
        self.create_articles()
        self.create_events()
        self.create_standard_pages()
        self.publish()
        self.configure_site()

    def create_images(self) -> None:
        """Create the images of the demo."""
        for file in sorted(PICTURES.glob("*.webp")):
            # An interrupted setup may have left a file, which would force another name.
            default_storage.delete(SiteImage().get_upload_to(file.name))
            with file.open("rb") as content:
                image = SiteImage.objects.create(
                    title=file.stem.replace("-", " ").capitalize(),
                    file=ImageFile(content, name=file.name),
                    credit="The Slipway",
                    licence=Licence.OWN,
                )
            self.images[file.stem] = image.pk

    def create_snippets(self) -> None:
        """Create contributors, topics, organisers and venues."""
        for entry in read("contributors"):
            Contributor.objects.create(portrait_id=self.images.get(entry["slug"]), **entry)
        for entry in read("topics"):
            Topic.objects.create(**entry)
        for model, name in [(Organiser, "organisers"), (Venue, "venues")]:
            entries = {entry.pop("slug"): entry for entry in read(name)}
            created = {slug: model.objects.create(**entry) for slug, entry in entries.items()}
            setattr(self, name, created)

    def create_sections(self) -> None:
        """Create the index pages."""
        for slug, title in SECTIONS.items():
            self.add(self.home, ArticleIndexPage(title=title, slug=slug))
        self.add(self.home, EventIndexPage(title="Events", slug="events"))
        self.add(self.home, BookIndexPage(title="Books", slug="books"))
        self.add(self.home, ContributorIndexPage(title="Contributors", slug="contributors"))
        self.add(self.home, TopicIndexPage(title="Topics", slug="topics"))
        self.add(self.home, FormatIndexPage(title="Formats", slug="formats"))
        corrections = CorrectionsPage(title="Corrections", slug="corrections", summary=CORRECTIONS)
        self.add(self.home, corrections)

    def create_series(self) -> None:
        """Create the series pages."""
        for entry in read("series"):
            page = SeriesPage(title=entry["title"], slug=entry["slug"], summary=entry["summary"])
            self.add(self.home, page)

    def create_articles(self) -> None:
        """Create the articles of both sections."""
        for entry in articles():
            published = datetime_on(self.today, -entry["days_ago"], time(8, 30))
            page = ArticlePage(
                title=entry["title"],
                slug=entry["slug"],
                standfirst=entry["standfirst"],
                format=entry.get("format", Format.NEWS),
                published_at=published,
                first_published_at=published,
                **self.lead_image(entry["picture"], entry),
                **article_fields(entry, self.pages, self.today),
            )
            add_notes_and_corrections(page, entry, self.today)
            self.attribute(page, entry)
            self.add(self.section(entry["section"]), page, entry["body"])
            self.related[page.pk] = entry.get("related", [])

    def create_events(self) -> None:
        """Create the events."""
        maker = DemoEvents(self.today, self.organisers, self.venues, self.lead_image)
        for entry in read("events"):
            page = maker.page(entry)
            self.attribute(page, entry)
            self.add(self.section("events"), page, entry["body"])
            self.related[page.pk] = entry.get("related", [])

    def create_books(self) -> None:
        """Create the books, oldest first."""
        maker = DemoBooks()
        for entry in read("books"):
            page = maker.page(entry, self.images.get(entry["cover"]))
            self.attribute(page, entry)
            self.add(self.section("books"), page, entry["body"])

    def create_standard_pages(self) -> None:
        """Create the standard pages, such as “About”, and the forms."""
        for entry in read("pages"):
            model = FormPage if "form" in entry else StandardPage
            fields = {name: entry[name] for name in ("title", "slug", "summary")}
            page = model(**fields, **entry.get("form", {}))
            if isinstance(page, FormPage):
                page.add_usual_fields()
                page.mail_to = Group.objects.get(name="Editors")
            self.add(self.home, page, entry["body"])

    def publish(self) -> None:
        """Publish all pages, which can link to each other by now."""
        editor, moderator = (User.objects.get(username=name) for name in ("editor", "moderator"))
        for pk, blocks in self.bodies.items():
            page = Page.objects.get(pk=pk).specific
            page.related_links = [
                RelatedPage(related_id=self.pages[slug]) for slug in self.related.get(pk, [])
            ]
            if blocks:
                page.body = body_blocks(blocks, self.images.__getitem__, self.pages.__getitem__)
            page.save_revision(user=editor).publish(user=moderator)

    def configure_site(self) -> None:
        """Fill the front page, the settings of the publication and its menus."""
        content = read("site")
        self.home.title = self.home.draft_title = content["name"]
        self.home.body = front_page_sections(content, self.pages, self.images)
        self.home.save_revision().publish()
        links = ["news", "theory", "events", "books", "contributors", "topics"]
        PublicationSettings.objects.create(
            site=self.home.sites_rooted_here.get(),
            name=content["name"],
            tagline=content["tagline"],
            statement=content["statement"],
            repost_notice=content["repost_notice"],
            header_links=self.menu(links),
            support_link=self.menu(["support"]),
            footer_links=self.menu([*(entry["slug"] for entry in read("pages")), "corrections"]),
        )

    def menu(self, slugs: list[str]) -> list[dict]:
        """Return the links of a menu as a StreamField stores them."""
        return [
            {"type": "page", "value": {"page": self.pages[slug], "label": ""}} for slug in slugs
        ]

    def add(self, parent: Page, page: Page, blocks: list[dict] | None = None) -> None:
        """Add a page to the tree as a draft; `publish` publishes all of them."""
        page.live = False
        parent.add_child(instance=page)
        self.pages[page.slug] = page.pk
        self.bodies[page.pk] = blocks or []

    def section(self, slug: str) -> Page:
        """Return an index page, fresh from the database."""
        return Page.objects.get(pk=self.pages[slug])

    def attribute(self, page: Page, entry: dict) -> None:
        """Set the contributions and the topics of a page."""
        page.contributions = [
            Contribution(
                contributor=Contributor.objects.get(slug=credit["slug"]), role=credit["role"]
            )
            for credit in entry["contributors"]
        ]
        page.topic_assignments = [
            TopicAssignment(topic=Topic.objects.get(slug=slug)) for slug in entry["topics"]
        ]

    def lead_image(self, name: str | None, entry: dict) -> dict:
        """Return the fields of the lead image."""
        return {
            "lead_image_id": self.images[name] if name else None,
            "lead_image_alt": entry.get("picture_alt", ""),
            "lead_image_caption": entry.get("picture_caption", ""),
        }
