"""The handbook: the manuals in `docs/`, readable in the admin."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from core.rich_text import is_primary_key
from editorial.draft_visibility import hide_drafts_of_others

# The manuals of those who use the admin, and of administrators; the first one is the default.
CHAPTERS = (
    *("editors", "moderators", "events", "books", "forms", "page-checks", "roles", "search"),
    *("letters", "importing", "operating", "security", "upgrading"),
)
CHAPTERS_OF_TYPES = {
    **dict.fromkeys(("eventpage", "eventindexpage"), "events"),
    **dict.fromkeys(("bookpage", "bookindexpage"), "books"),
    "formpage": "forms",
    **dict.fromkeys(("letterpage", "letterindexpage"), "letters"),
}
# The chapter for an address below that of the admin, by the beginning of the address.
CHAPTERS_OF_VIEWS = {
    "accounts/": "security",
    "books/": "books",
    "catalogue/": "books",
    "events/": "events",
    "forms/": "forms",
    "groups/": "roles",
    "imports/": "importing",
    "letters/": "letters",
    "reviews/": "moderators",
    "searchpicks/": "search",
    "settings/editorial/": "moderators",
    "users/": "roles",
    "workflows/": "moderators",
}
PAGE_VIEW = re.compile(r"pages/(?:add/\w+/(?P<type>\w+)/)?(?P<pk>\d+)/")
LINK = re.compile(r"(?P<chapter>[\w-]+)\.md(?P<anchor>#[\w-]+)?")


@dataclass(frozen=True)
class Chapter:
    """A manual: its title, and its text as HTML."""

    name: str
    title: str
    html: SafeString


@lru_cache(maxsize=50)
def read_chapter(name: str) -> Chapter | None:
    """Return a manual, with its links and pictures as addresses of the admin."""
    file = settings.HANDBOOK_FOLDER / f"{name}.md"
    if not file.is_file():
        return None
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(file.read_text())
    for heading, content in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", anchor(content.content))
        for token in heading.children or ():
            _set_address(token)
    _opening, title, _closing, *text = tokens
    html = markdown.renderer.render(text, markdown.options, {})
    return Chapter(name, title.content, mark_safe(html))  # noqa: S308 -- These files are ours.


def anchor(heading: str) -> str:
    """Return the identifier of a heading, as in links between the manuals."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _set_address(token: Token) -> None:
    """Lead a link to another manual, or a picture, to its address in the admin."""
    if token.type == "image":
        token.attrSet("src", reverse("handbook_picture", args=[Path(token.attrs["src"]).stem]))
        token.attrSet("loading", "lazy")
    elif token.type == "link_open" and (link := LINK.fullmatch(token.attrs["href"])):
        address = reverse("handbook_chapter", args=[link["chapter"]])
        token.attrSet("href", address + (link["anchor"] or ""))
    elif token.type == "link_open" and token.attrs["href"].startswith("../"):
        del token.attrs["href"]  # It leads to a file of the software.


def chapter_about(address: str, request: HttpRequest) -> str:
    """Return the name of the chapter about a view of the admin."""
    _admin, _, view = address.partition(reverse("wagtailadmin_home"))
    if match := PAGE_VIEW.match(view):
        return CHAPTERS_OF_TYPES.get(match["type"] or _page_type(match["pk"], request), CHAPTERS[0])
    names = (name for start, name in CHAPTERS_OF_VIEWS.items() if view.startswith(start))
    return next(names, CHAPTERS[0])


def _page_type(pk: str, request: HttpRequest) -> str:
    """Return the type of a page that the user of the request may see, or an empty string."""
    pages = Page.objects.filter(pk=pk if is_primary_key(pk) else 0)
    types = hide_drafts_of_others(pages, request).values_list("content_type__model", flat=True)
    return next(iter(types), "")


def handbook(request: HttpRequest) -> HttpResponse:
    """Redirect to the chapter about the view whose address is in the parameter `about`."""
    return redirect("handbook_chapter", chapter_about(request.GET.get("about", ""), request))


def handbook_chapter(request: HttpRequest, chapter: str) -> HttpResponse:
    """Display a chapter, and the titles of all."""
    displayed = read_chapter(chapter)
    if displayed is None:
        raise Http404(f"The handbook has no chapter {chapter}.")
    context = {"chapter": displayed, "chapters": map(read_chapter, CHAPTERS)}
    return render(request, "editorial/handbook.html", context)


def handbook_picture(_request: HttpRequest, picture: str) -> FileResponse:
    """Send a picture of the handbook."""
    file = settings.HANDBOOK_FOLDER / "pictures" / f"{picture}.webp"
    if not file.is_file():
        raise Http404(f"The handbook has no picture {picture}.")
    return FileResponse(file.open("rb"), headers={"Cache-Control": "private, max-age=3600"})


def link_handbook(request: HttpRequest, items: list[MenuItem]) -> None:
    """Link the handbook in the help menu, in place of what is about Wagtail on other sites."""
    items[:] = [item for item in items if not item.name.startswith(("whats-new", "editor-guide"))]
    url = f"{reverse('handbook')}?{urlencode({'about': request.path})}"
    items.insert(0, MenuItem(_("Handbook"), url, name="handbook", icon_name="help", order=1))
