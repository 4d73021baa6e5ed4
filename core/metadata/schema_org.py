"""What machines read of a page: JSON-LD with the vocabulary of schema.org.

Each page type says what it is (`schema_type`) and adds its own properties; this module gives them
their form.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from core.models import BasePage, DirectoryEntry, PublicationSettings

# Characters that could end the element in which the data stands.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def thing(kind: str | list[str], **properties: object) -> dict[str, object]:
    """Return a thing of one or several types of schema.org, without properties of no value."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}


def structured_data(page: BasePage, request: HttpRequest) -> SafeString:
    """Return the JSON-LD of a page."""
    publication = PublicationSettings.for_request(request)
    home = request.build_absolute_uri("/")
    properties = {
        "name": page.title,
        "url": page.get_full_url(request),
        "description": strip_tags(page.search_description or page.summary),
        "image": page.social_image_url,
        "inLanguage": page.locale.language_code,
        "datePublished": _moment(page.published_time),
        "dateModified": _moment(page.modified_time),
        "publisher": thing("Organization", name=publication.name, url=home),
    }
    data = thing(page.schema_type, **properties | page.schema_properties(request))
    text = json.dumps({"@context": "https://schema.org"} | data, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308


def entries(found: Iterable[DirectoryEntry], request: HttpRequest) -> list[dict[str, object]]:
    """Return people, groups or topics, each with the address of its page where there is one."""
    addresses = ((entry, entry.get_url(request)) for entry in found)
    return [
        thing(
            entry.schema_type,
            name=entry.name,
            url=request.build_absolute_uri(address) if address else "",
        )
        for entry, address in addresses
    ]


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
