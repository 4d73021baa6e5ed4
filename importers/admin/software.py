"""The software whose exports can be imported in the admin."""

from importers.ghost.software import GHOST
from importers.job import Software
from importers.wordpress.software import WORDPRESS

# By the name that is stored with a run.
SOFTWARE: dict[str, Software] = {each.name.lower(): each for each in (WORDPRESS, GHOST)}
# Those whose exports do not contain the address of the site, or the currency of its shop.
WITHOUT_ADDRESS, WITHOUT_CURRENCY = ("ghost",), ("wordpress",)


def all_parts() -> list[str]:
    """Return the names of the parts of all software, in the order in which they are imported."""
    return list(dict.fromkeys(part for each in SOFTWARE.values() for part in each.importer.parts))
