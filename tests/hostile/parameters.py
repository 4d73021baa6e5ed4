"""The names of the query parameters that views read, collected from the code."""

import re
from pathlib import Path

import wagtail
from django_filters import FilterSet

from core.filters import ListFilters
from site_config.settings.environment import PROJECT

READ = re.compile(r"GET(?:\.get|\.getlist)?[\[(]\s*[\"'](\w+)[\"']")
OWN = ("core", "editorial", "search", "events", "books", "home", "importers", "news", "topics")


def known_parameters() -> list[str]:
    """Return what views read, and the names of all filters."""
    folders = [Path(wagtail.__file__).parent, *(PROJECT / name for name in OWN)]
    files = [path for folder in folders for path in folder.rglob("*.py") if "test" not in str(path)]
    names = {name for path in files for name in READ.findall(path.read_text())}
    names.update(*(vars(kind()) for kind in subclasses(ListFilters)))
    for kind in subclasses(FilterSet):
        for name in kind.base_filters:
            names |= {name, *(f"{name}_{part}" for part in ("from", "to", "min", "max", "after"))}
    names |= {"format", "fields", "child_of", "descendant_of", "ancestor_of", "cursor", "repaired"}
    return sorted(names)


def subclasses(kind: type) -> list[type]:
    below = kind.__subclasses__()
    return [*below, *(one for child in below for one in subclasses(child))]
