"""Read the users of an export as authors."""

import re

from importers.ghost.values import line, text
from importers.source.records import Author

# Where an account with a name is, for other software than the web.
PROFILES = {
    "facebook": ("Facebook", "https://www.facebook.com/"),
    "twitter": ("X", "https://x.com/"),
    "threads": ("Threads", "https://www.threads.net/@"),
    "bluesky": ("Bluesky", "https://bsky.app/profile/"),
    "mastodon": ("Mastodon", "https://"),
    "tiktok": ("TikTok", "https://www.tiktok.com/@"),
    "youtube": ("YouTube", "https://www.youtube.com/"),
    "instagram": ("Instagram", "https://www.instagram.com/"),
    "linkedin": ("LinkedIn", "https://www.linkedin.com/in/"),
}
WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+\.[^\s]+")
MAX_LABEL_LENGTH, MAX_URL_LENGTH = 60, 500


def author_of(row: dict, login: str) -> Author:
    """Return the author of a row of the table of users."""
    links = [_website(line(row.get("website")))]
    links += [_profile(name, line(row.get(name))) for name in PROFILES]
    found = tuple((label[:MAX_LABEL_LENGTH], url) for label, url in links if url)
    name = line(row.get("name")) or login
    return Author(login, name.replace("<", "&lt;"), _plain(text(row.get("bio"))), links=found)


def lost_details(row: dict) -> str:
    """Return what a contributor has no field for: a picture, which needs consent, and a place."""
    names = ("profile_image", "image", "cover_image", "cover", "location")
    return ", ".join(filter(None, (line(row.get(name)) for name in names)))


def _plain(biography: str) -> str:
    """Return plain text as HTML."""
    return biography.replace("&", "&amp;").replace("<", "&lt;")


def _website(url: str) -> tuple[str, str]:
    if not WEB_ADDRESS.fullmatch(url) or len(url) > MAX_URL_LENGTH:
        return "", ""
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/"), url


def _profile(network: str, account: str) -> tuple[str, str]:
    label, start = PROFILES[network]
    url = account if account.startswith(("http://", "https://")) else start + account.lstrip("@/")
    is_valid = WEB_ADDRESS.fullmatch(url) and len(url) <= MAX_URL_LENGTH
    return (label, url) if account and is_valid else ("", "")
