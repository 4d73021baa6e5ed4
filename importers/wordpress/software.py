"""WordPress, as a software whose exports can be imported."""

from importers.job import Software
from importers.source.item_store import ItemStore
from importers.wordpress.runner import WordPressImport
from importers.wordpress.source_format import WordPressFormat
from importers.wordpress.wxr.reader import Reader


def _reader(store: ItemStore, _url: str) -> Reader:
    return Reader(store)


WORDPRESS = Software("WordPress", _reader, WordPressFormat(), WordPressImport)
