"""The JSON-LD graph of a page, with the schema.org vocabulary.

Page types set `schema_type` and override `schema_properties()`; this module connects them. The
`@id` of what a page is about is the URL of that page, so that other pages can refer to it; the page
itself and what belongs to it have fragments of it.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, Protocol
from urllib.parse import urljoin

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Site

from core.models import BasePage, DirectoryEntry, PublicationSettings
from images.rendition_cache import RENDITION_ERRORS, render_picture
from page_cache.memoize import cached

# Characters that could end the `script` element.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
PAGE_TYPES = {"Person": "ProfilePage"}


class Step(NamedTuple):
    """A step of the breadcrumbs."""

    name: str
    url: str


class Sized(Protocol):
    """An image with an absolute URL and a size in pixels."""

    url: str
    width: int
    height: int


def schema_object(types: str | list[str], **properties: object) -> dict[str, object]:
    """Return an object of one or several schema.org types, without its empty properties."""
    return {"@type": types, **{name: value for name, value in properties.items() if value}}


def reference(url: str) -> dict[str, str]:
    """Return a reference to an object by its `@id`."""
    return {"@id": url}


def site_root(request: HttpRequest) -> str:
    """Return the URL of the front page."""
    return f"{Site.find_for_request(request).root_url}/"


def organization_id(request: HttpRequest) -> str:
    """Return the `@id` of the publication."""
    return f"{site_root(request)}#organization"


def schema_entities(
    entries: Iterable[DirectoryEntry], request: HttpRequest
) -> list[dict[str, object]]:
    """Return schema.org objects of contributors or topics; their `@id` is the URL of their page."""
    root = site_root(request)
    urls = ((entry, entry.get_url(request)) for entry in entries)
    return [
        schema_object(entry.schema_type, name=entry.name)
        | ({"@id": urljoin(root, url), "url": urljoin(root, url)} if url else {})
        for entry, url in urls
    ]


class Graph:
    """The graph of one page: the publication, the page and what the page is about."""

    def __init__(
        self, request: HttpRequest, title: str, url: str, description: str, image: Sized | None
    ) -> None:
        self.request, self.title, self.url = request, title, url
        self.description, self.image = description, image
        self.root = site_root(request)
        self.web_page = schema_object(
            "WebPage",
            name=title,
            url=url,
            description=description,
            primaryImageOfPage=image and _image_object(image),
            isPartOf=reference(f"{self.root}#website"),
        ) | {"@id": f"{url}#webpage"}
        self.nodes: list[dict[str, object]] = [self.web_page]

    def add_publication(self, publication: PublicationSettings) -> None:
        """Add the publication and the web site."""
        organization = organization_id(self.request)
        search = urljoin(self.root, reverse("search"))
        logo = cached(f"schema_logo.{publication.pk}", lambda: _logo(publication, self.root))
        accounts = [link.value["url"] for link in publication.social_links]
        self.nodes += [
            schema_object(
                "Organization", name=publication.name, url=self.root, logo=logo, sameAs=accounts
            )
            | {"@id": organization},
            schema_object(
                "WebSite",
                name=publication.name,
                url=self.root,
                description=publication.tagline,
                publisher=reference(organization),
                potentialAction={
                    "@type": "SearchAction",
                    "target": {
                        "@type": "EntryPoint",
                        "urlTemplate": f"{search}?q={{search_term_string}}",
                    },
                    "query-input": "required name=search_term_string",
                },
            )
            | {"@id": f"{self.root}#website"},
        ]

    def add_page(self, page: BasePage) -> dict[str, object]:
        """Add what a page is about, and return that; the page itself if that is all."""
        self.web_page |= schema_object(
            self.web_page["@type"],
            inLanguage=page.locale.language_code,
            datePublished=_isoformat(page.published_time),
            dateModified=_isoformat(page.modified_time),
        )
        if page.schema_type == "WebPage":
            return self.web_page
        url = f"{self.url}{page.date_path}"
        properties = {
            "name": page.title,
            "url": url,
            "description": self.description,
            "image": self.image and self.image.url,
            "inLanguage": page.locale.language_code,
            "datePublished": _isoformat(page.published_time),
            "dateModified": _isoformat(page.modified_time),
            "publisher": reference(organization_id(self.request)),
            "mainEntityOfPage": reference(self.web_page["@id"]),
        }
        return self._add_main(
            url,
            schema_object(page.schema_type, **properties | page.schema_properties(self.request)),
        )

    def add_entry(self, entry: DirectoryEntry) -> None:
        """Add the person, organisation or topic that a page is about."""
        self.web_page["@type"] = PAGE_TYPES.get(entry.schema_type, "CollectionPage")
        url = urljoin(self.root, entry.get_url(self.request) or self.url)
        properties = {
            "name": entry.name,
            "url": url,
            "mainEntityOfPage": reference(self.web_page["@id"]),
        }
        self._add_main(
            url,
            schema_object(entry.schema_type, **properties | entry.schema_properties(self.request)),
        )

    def add_list(self, pages: Iterable[object] | None) -> None:
        """Add the pages that a list displays, in order."""
        self.web_page["@type"] = "CollectionPage"
        listed = [page for page in pages or () if isinstance(page, BasePage)]
        urls = [
            urljoin(self.root, f"{page.get_url(self.request)}{page.date_path}") for page in listed
        ]
        if urls:
            items = [
                {"@type": "ListItem", "position": number, "url": url}
                for number, url in enumerate(urls, start=1)
            ]
            self.web_page["mainEntity"] = {"@type": "ItemList", "itemListElement": items}

    def add_breadcrumbs(self, steps: list[Step]) -> None:
        """Add the breadcrumbs, unless there is but one."""
        if len(steps) < 2:
            return
        name = f"{self.url}#breadcrumbs"
        self.web_page["breadcrumb"] = reference(name)
        items = [
            {"@type": "ListItem", "position": number, "name": step.name, "item": step.url}
            for number, step in enumerate(steps, start=1)
        ]
        self.nodes.append({"@type": "BreadcrumbList", "@id": name, "itemListElement": items})

    @property
    def script(self) -> SafeString:
        """The graph, safe within a `script` element."""
        graph = {"@context": "https://schema.org", "@graph": self.nodes}
        text = json.dumps(graph, ensure_ascii=False)
        return mark_safe(text.translate(ESCAPES))  # noqa: S308

    def _add_main(self, url: str, entity: dict[str, object]) -> dict[str, object]:
        entity["@id"] = url
        self.web_page["mainEntity"] = reference(url)
        self.nodes.append(entity)
        return entity


def _image_object(image: Sized) -> dict[str, object]:
    return schema_object("ImageObject", url=image.url, width=image.width, height=image.height)


def _logo(publication: PublicationSettings, root: str) -> dict[str, object]:
    """Return the logo of the publication, or the icon of the site if that cannot be read."""
    try:
        url = publication.logo and render_picture(publication.logo, "logo").fallback_url
    except RENDITION_ERRORS:
        url = ""
    return schema_object("ImageObject", url=urljoin(root, url or static("icons/icon-512.png")))


def _isoformat(time: datetime | None) -> str:
    return time.isoformat() if time else ""
