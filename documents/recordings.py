"""Audio and video documents, which have a player."""

from typing import BinaryIO

from tinytag import TinyTag, TinyTagException

AUDIO = ("mp3", "m4a", "ogg", "opus", "flac")
FILM = ("mp4", "webm")
RECORDINGS = (*AUDIO, *FILM)
LONGEST = 7 * 24 * 60 * 60  # Seconds. A forged file can say anything.


def duration_of(file: BinaryIO) -> int | None:
    """Return the length of a recording in seconds, or None if the file does not say it."""
    try:
        seconds = TinyTag.get(file_obj=file, tags=False).duration
    except (TinyTagException, OSError):
        return None
    finally:
        file.seek(0)
    return round(seconds) if seconds and 1 <= seconds <= LONGEST else None
