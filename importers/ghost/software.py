"""Ghost, as a software whose exports can be imported."""

from importers.ghost.permalinks import DEFAULT_PATTERN
from importers.ghost.reader import GhostOptions, GhostReader
from importers.ghost.runner import GhostImport
from importers.ghost.source_format import GhostFormat
from importers.job import Software
from importers.source.item_store import ItemStore


def _reader(store: ItemStore, url: str) -> GhostReader:
    return GhostReader(store, GhostOptions(url, DEFAULT_PATTERN, None))


GHOST = Software("Ghost", _reader, GhostFormat(), GhostImport)
