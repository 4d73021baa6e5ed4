"""Report what a field cannot hold: a text that is too long, links and pictures in plain text."""

import re
from collections.abc import Callable

from importers.html.contents import read_source
from importers.html.dom import parse
from importers.html.result import Body

# Called with the kind and the text of a warning, as `Body.warn` is.
Warn = Callable[[str, str], None]
# A host, and perhaps a port and a path.
NO_SCHEME = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]\S*)?$")


def shorten(text: str, limit: int | None, warn: Warn, kind: str, name: str) -> str:
    """Return a text of at most `limit` characters; warn with the rest.

    `name` is what is shortened, as the beginning of a sentence.
    """
    if limit is None or len(text) <= limit:
        return text
    warn_of(text[limit - 1 :], warn, kind, f"{name} was shortened; it continued")
    return text[: limit - 1] + "…"


def warn_of(text: str, warn: Warn, kind: str, sentence: str) -> None:
    """Warn with a text, unless it is empty."""
    if text:
        warn(kind, f"{sentence}: {text}")


def with_scheme(url: str, warn: Warn, name: str) -> str:
    """Return a URL with a scheme; warn and return nothing if it is not one of the web."""
    url = url.strip()
    if NO_SCHEME.match(url):
        url = f"https://{url}"
    if not url.startswith(("http://", "https://")):
        warn_of(url, warn, "link", f"{name} was left out")
        return ""
    return url


def report_markup(html: str, body: Body, place: str) -> None:
    """Warn of what HTML has besides its words, where only plain text is possible."""
    if "<" not in html:
        return
    root, _ = parse(html)
    source = read_source([root])
    for url in dict.fromkeys(source.addresses):
        if url not in body.placements:
            body.warn("link", f"A link or a picture in {place} was removed: {url}")
    for image in root.iter("img"):
        if alternative := image.get("alt"):
            body.warn("picture", f"A picture in {place} was removed: {alternative}")
    for text in source.emphasis:
        body.warn("emphasis", f"Emphasis in {place} was removed: {text}")
