"""Documents that can be heard or watched within a page."""

AUDIO = ("mp3", "m4a", "ogg", "opus", "flac")
FILM = ("mp4", "webm")
RECORDINGS = (*AUDIO, *FILM)
