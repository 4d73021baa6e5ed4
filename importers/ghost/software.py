"""Ghost, as a software whose exports can be imported."""

from importers.ghost.reader import GhostReader
from importers.ghost.runner import GhostImport
from importers.ghost.source_format import GhostFormat
from importers.job import Software

GHOST = Software("Ghost", GhostReader, GhostFormat(), GhostImport)
