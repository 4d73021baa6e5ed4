"""What can be found, by the words for it in addresses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EntryKind(models.TextChoices):
    """What something is that was found."""

    ARTICLE = "article", _("Article")
    EVENT = "event", _("Event")
    BOOK = "book", _("Book")
    PAGE = "page", pgettext_lazy("what was found", "Page")
    PERSON = "person", _("Person")
    TOPIC = "topic", _("Topic")
    DOCUMENT = "document", _("Document")


# Also how people write it after “type:”.
PLURALS = {f"{kind.value}s": kind.value for kind in EntryKind} | {"people": EntryKind.PERSON.value}
