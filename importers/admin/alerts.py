"""What an administrator should know of a result before anything else."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from importers.models import ImportRun


class Alert(NamedTuple):
    """A sentence, and the page on which something can be done, if there is one."""

    text: str
    url: str = ""
    link: str = ""


def alerts(run: ImportRun) -> Iterator[Alert]:
    """Yield what a run has lost, the worst first."""
    if number := run.summary.get("lost_items"):
        text = ngettext(
            "%(number)s item could not be read, or the file ends within it: the export is not "
            "complete. Make the export again, and start a new import with it.",
            "%(number)s items could not be read, or the file ends within one: the export is not "
            "complete. Make the export again, and start a new import with it.",
            number,
        )
        yield Alert(text % {"number": number})
    if earlier := run.summary.get("earlier_site"):
        text = gettext(
            "This export was imported before with the address “%(site)s”. With another one, "
            "everything is imported a second time: enter the earlier address."
        )
        yield Alert(text % {"site": earlier}, *_options(run))
    if number := run.summary.get("prices"):
        text = ngettext(
            "%(number)s price of the shop is left out, as its currency is not known.",
            "%(number)s prices of the shop are left out, as their currency is not known.",
            number,
        )
        yield Alert(text % {"number": number}, *_options(run))


def _options(run: ImportRun) -> tuple[str, str]:
    return reverse("import_options", args=[run.pk]), gettext("Change the options")
