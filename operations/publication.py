"""Begin an empty publication: front page, sections, menus and two drafts."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, Site

from books.models import BookIndexPage
from contributors.models import ContributorIndexPage
from core.models import PublicationSettings
from events.models import EventIndexPage
from home.models import HomePage, StandardPage
from news.models import ArticleIndexPage, CorrectionsPage, FormatIndexPage
from operations.first_pages import ACCESSIBILITY, PRIVACY, FirstPage
from topics.models import TopicIndexPage
from users.models import User


@dataclass(frozen=True)
class FirstSection:
    """An index page that every publication begins with."""

    model: type[Page]
    slug: str
    title: str
    front_page: tuple[str, int] = ()  # the type of its block on the front page, and a number
    in_menu: bool = True


SECTIONS = (
    FirstSection(ArticleIndexPage, "news", pgettext_lazy("section", "News"), ("lead_stories", 5)),
    FirstSection(EventIndexPage, "events", pgettext_lazy("section", "Events"), ("events", 4)),
    FirstSection(BookIndexPage, "books", pgettext_lazy("section", "Books"), ("books", 4)),
    FirstSection(ContributorIndexPage, "contributors", pgettext_lazy("section", "Contributors")),
    FirstSection(TopicIndexPage, "topics", pgettext_lazy("section", "Topics")),
    FirstSection(FormatIndexPage, "formats", pgettext_lazy("section", "Formats"), in_menu=False),
    FirstSection(
        CorrectionsPage, "corrections", pgettext_lazy("section", "Corrections"), in_menu=False
    ),
)


@transaction.atomic
def begin(name: str, username: str = "", email: str = "", password: str = "") -> None:
    """Fill what is empty: sections, front page, name and menus; create the administrator named."""
    if username:
        User.objects.create_superuser(username, email, password)
    home = HomePage.objects.get()
    pages = {section.slug: _section(home, section) for section in SECTIONS}
    privacy, accessibility = (_first_page(home, page) for page in (PRIVACY, ACCESSIBILITY))
    if not home.body:
        home.title = home.draft_title = name
        home.body = [
            _front_page_block(section, pages[section.slug])
            for section in SECTIONS
            if section.front_page
        ]
        home.save_revision().publish()
    site = Site.objects.get(is_default_site=True)
    publication = PublicationSettings.for_site(site)
    if not publication.header_links and not publication.footer_links:
        publication.name = name
        publication.header_links = _links([pages[each.slug] for each in SECTIONS if each.in_menu])
        publication.footer_links = _links([privacy, accessibility, pages["corrections"]])
        publication.save()


def _section(home: HomePage, section: FirstSection) -> Page:
    """Return the section, which is created and published unless there is one."""
    if page := section.model.objects.child_of(home).first():
        return page
    page = section.model(title=str(section.title), slug=section.slug, live=False)
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _first_page(home: HomePage, first: FirstPage) -> Page:
    """Return the page, whose text is a draft unless there is one."""
    if page := StandardPage.objects.child_of(home).filter(slug=first.slug).first():
        return page
    page = StandardPage(title=str(first.title), slug=first.slug, live=False)
    page.body = _blocks(first.body)
    home.add_child(instance=page)
    page.save_revision()
    return page


def _front_page_block(section: FirstSection, page: Page) -> dict:
    kind, count = section.front_page
    value = {"heading": page.title, "source": page.pk, "count": count, "pinned": []}
    return {"type": kind, "value": value}


def _links(pages: list[Page]) -> list[dict]:
    return [{"type": "page", "value": {"page": page.pk, "label": ""}} for page in pages]


def _blocks(texts: tuple) -> list[dict]:
    make = {
        "paragraph": lambda text: f"<p>{text}</p>",
        "heading": lambda text: {"text": str(text), "level": "h2"},
        "list": lambda texts: "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>",
    }
    return [
        {"type": "paragraph" if kind == "list" else kind, "value": make[kind](text)}
        for kind, text in texts
    ]
