"""The kinds of search results. The values appear in URLs."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EntryKind(models.TextChoices):
    """The kind of a search result."""

    ARTICLE = "article", _("Article")
    EVENT = "event", _("Event")
    BOOK = "book", _("Book")
    PAGE = "page", pgettext_lazy("what was found", "Page")
    PERSON = "person", _("Person")
    TOPIC = "topic", _("Topic")
    DOCUMENT = "document", _("Document")


# Also accepted after “type:”.
PLURALS = {f"{kind.value}s": kind.value for kind in EntryKind} | {"people": EntryKind.PERSON.value}
