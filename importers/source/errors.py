"""What can be wrong with an export, and with the options of its import."""

from dataclasses import dataclass


class SourceError(ValueError):
    """The files or the options of an import are invalid; the message is a sentence for people."""


class NotAnExportError(SourceError):
    """A file is not an export, or is one of another site than the files before it."""


@dataclass(frozen=True)
class ExportError:
    """An error in a file, with its line; 0 if that is unknown."""

    file: str
    line: int
    sentence: str
    # Whether an item was lost.
    is_loss: bool = False

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.sentence}"
