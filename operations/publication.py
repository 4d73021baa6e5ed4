"""Begin an empty publication: front page, sections, menus and a draft about privacy."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from books.models import BookIndexPage
from contributors.models import ContributorIndexPage
from core.models import PublicationSettings
from events.models import EventIndexPage
from home.models import HomePage, StandardPage
from news.models import ArticleIndexPage, CorrectionsPage, FormatIndexPage
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

# What the software does by itself; square brackets mark what editors complete.
PRIVACY = (
    ("paragraph", _("Responsible for this site: [name, address, email].")),
    ("heading", _("What we keep when you read")),
    (
        "paragraph",
        _(
            "You can read everything here without telling us who you are. This site sets no "
            "cookies for readers, counts no visits and requests nothing from other servers. The "
            "choice of light or dark colours stays in your browser."
        ),
    ),
    (
        "paragraph",
        _(
            "Words that a search finds nothing for are counted for thirty days, without anything "
            "about who searched. To stop abuse, the server counts requests by a hash of your "
            "address, for a minute."
        ),
    ),
    ("heading", _("Videos")),
    (
        "paragraph",
        _(
            "A video loads only when you start it. Then your browser requests it from the platform "
            "that hosts it, which learns your address."
        ),
    ),
    ("heading", _("Staff")),
    (
        "paragraph",
        _(
            "People who work on this site have an account. The site keeps what they changed and "
            "when they signed in."
        ),
    ),
    ("heading", _("Your rights")),
    (
        "paragraph",
        _(
            "You may ask us what we keep about you, and have it corrected or deleted. You may "
            "complain to a data protection authority: [name of the authority]."
        ),
    ),
)


@transaction.atomic
def begin(name: str, username: str = "", email: str = "", password: str = "") -> None:
    """Fill what is empty: sections, front page, name and menus; create the administrator named."""
    if username:
        User.objects.create_superuser(username, email, password)
    home = HomePage.objects.get()
    pages = {section.slug: _section(home, section) for section in SECTIONS}
    privacy = _privacy_page(home)
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
        publication.footer_links = _links([privacy, pages["corrections"]])
        publication.save()


def _section(home: HomePage, section: FirstSection) -> Page:
    """Return the section, which is created and published unless there is one."""
    if page := section.model.objects.child_of(home).first():
        return page
    page = section.model(title=str(section.title), slug=section.slug, live=False)
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _privacy_page(home: HomePage) -> Page:
    """Return the page about privacy, whose text is a draft unless there is one."""
    if page := StandardPage.objects.child_of(home).filter(slug="privacy").first():
        return page
    title, body = gettext("Privacy policy"), _blocks(PRIVACY)
    page = home.add_child(instance=StandardPage(title=title, slug="privacy", live=False, body=body))
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
    }
    return [{"type": kind, "value": make[kind](text)} for kind, text in texts]
