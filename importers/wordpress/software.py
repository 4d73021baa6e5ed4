"""WordPress, as a software whose exports can be imported."""

from importers.job import Software
from importers.wordpress.runner import WordPressImport
from importers.wordpress.source_format import WordPressFormat
from importers.wordpress.wxr.reader import Reader

WORDPRESS = Software("WordPress", Reader, WordPressFormat(), WordPressImport)
