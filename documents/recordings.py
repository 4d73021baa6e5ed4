"""File extensions of audio and video documents, which have a player."""

AUDIO = ("mp3", "m4a", "ogg", "opus", "flac")
FILM = ("mp4", "webm")
RECORDINGS = (*AUDIO, *FILM)
