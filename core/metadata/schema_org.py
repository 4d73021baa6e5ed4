"""JSON-LD of a page, with the schema.org vocabulary.

Page types set `schema_type` and override `schema_properties()`; this module serialises them.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from core.models import BasePage, DirectoryEntry, PublicationSettings

# Characters that could end the `script` element.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def schema_object(types: str | list[str], **properties: object) -> dict[str, object]:
    """Return an object of one or several schema.org types, without its empty properties."""
    return {"@type": types, **{name: value for name, value in properties.items() if value}}


def structured_data(page: BasePage, request: HttpRequest) -> SafeString:
    """Return the JSON-LD of a page, safe within a `script` element."""
    publication = PublicationSettings.for_request(request)
    home = request.build_absolute_uri("/")
    properties = {
        "name": page.title,
        "url": page.get_full_url(request),
        "description": strip_tags(page.search_description or page.summary),
        "image": page.social_image_url,
        "inLanguage": page.locale.language_code,
        "datePublished": _isoformat(page.published_time),
        "dateModified": _isoformat(page.modified_time),
        "publisher": schema_object("Organization", name=publication.name, url=home),
    }
    data = schema_object(page.schema_type, **properties | page.schema_properties(request))
    text = json.dumps({"@context": "https://schema.org"} | data, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308


def schema_entities(
    entries: Iterable[DirectoryEntry], request: HttpRequest
) -> list[dict[str, object]]:
    """Return schema.org objects of contributors or topics, with the URLs of their pages."""
    urls = ((entry, entry.get_url(request)) for entry in entries)
    return [
        schema_object(
            entry.schema_type, name=entry.name, url=request.build_absolute_uri(url) if url else ""
        )
        for entry, url in urls
    ]


def _isoformat(time: datetime | None) -> str:
    return time.isoformat() if time else ""
