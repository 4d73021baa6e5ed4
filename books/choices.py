"""The words of the book trade: what a format is, whether it is to be had, who sells it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormatKind(models.TextChoices):
    """What a reader holds."""

    PAPERBACK = "paperback", _("Paperback")
    HARDBACK = "hardback", _("Hardback")
    PAMPHLET = "pamphlet", _("Pamphlet")
    EPUB = "epub", _("E-book (EPUB)")
    PDF = "pdf", _("E-book (PDF)")
    AUDIOBOOK = "audiobook", _("Audiobook")


# How short notes name what is not on paper: “ISBN: … (e-book)”.
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
    """Whether a format is to be had."""

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
    """Who sells books."""

    OWN = "own", "Our own shop or payment link"
    INDEPENDENT = "independent", "Independent bookshop"
    RETAILER = "retailer", "Retailer"


class PublisherRole(models.TextChoices):
    """What a publisher does for a book."""

    IMPRINT = "imprint", "Publishes it"
    CO_PUBLISHER = "co_publisher", "Publishes it with us"
