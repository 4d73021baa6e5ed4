"""Choices of the book trade, with their values in the schema.org vocabulary."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contributors.roles import Role

# The roles of those whom covers name, and by whom books are sorted.
CREATOR_ROLES = (Role.AUTHOR, Role.EDITOR)


class FormatKind(models.TextChoices):
    """The binding of a printed format, or the type of a digital one."""

    PAPERBACK = "paperback", _("Paperback")
    HARDBACK = "hardback", _("Hardback")
    PAMPHLET = "pamphlet", _("Pamphlet")
    EPUB = "epub", _("E-book (EPUB)")
    PDF = "pdf", _("E-book (PDF)")
    AUDIOBOOK = "audiobook", _("Audiobook")
    OTHER = "other", _("Other format")


# Short names of the formats that are not printed: “ISBN: … (e-book)”.
MEDIA = {
    FormatKind.EPUB: _("e-book"),
    FormatKind.PDF: _("e-book"),
    FormatKind.AUDIOBOOK: _("audiobook"),
}
SCHEMA_FORMATS = {
    FormatKind.PAPERBACK: "https://schema.org/Paperback",
    FormatKind.PAMPHLET: "https://schema.org/Paperback",
    FormatKind.HARDBACK: "https://schema.org/Hardcover",
    FormatKind.EPUB: "https://schema.org/EBook",
    FormatKind.PDF: "https://schema.org/EBook",
    FormatKind.AUDIOBOOK: "https://schema.org/AudiobookFormat",
}


class Availability(models.TextChoices):
    """The availability of a format."""

    FORTHCOMING = "forthcoming", _("Forthcoming")
    AVAILABLE = "available", _("Available")
    REPRINTING = "reprinting", _("Reprinting")
    OUT_OF_PRINT = "out_of_print", _("Out of print")


SCHEMA_AVAILABILITIES = {
    Availability.FORTHCOMING: "https://schema.org/PreOrder",
    Availability.AVAILABLE: "https://schema.org/InStock",
    Availability.REPRINTING: "https://schema.org/BackOrder",
    Availability.OUT_OF_PRINT: "https://schema.org/Discontinued",
}


class Bookshop(models.TextChoices):
    """The type of a bookshop."""

    OWN = "own", _("Our own shop or payment link")
    INDEPENDENT = "independent", _("Independent bookshop")
    RETAILER = "retailer", _("Retailer")


class PublisherRole(models.TextChoices):
    """The role of a publisher for a book."""

    IMPRINT = "imprint", _("Imprint")
    CO_PUBLISHER = "co_publisher", _("Co-publisher")
