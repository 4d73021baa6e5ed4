"""Whose a picture is, as its file says: IPTC-IIM, XMP and EXIF."""

from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, Image, IptcImagePlugin

from images.choices import Licence, licence_of

# Data sets of the application record of IPTC-IIM 4.2.
IPTC_BYLINE, IPTC_CREDIT, IPTC_CAPTION = (2, 80), (2, 110), (2, 120)
LONGEST = 200


@dataclass(frozen=True)
class EmbeddedMetadata:
    """What a file tells of a picture; each part is empty where it tells nothing."""

    credit: str = ""
    source_url: str = ""
    licence: Licence | str = ""
    description: str = ""


def read_rights(picture: Image.Image) -> EmbeddedMetadata:
    """Return what is told in the standard places; the more precise one wins."""
    xmp, iptc, exif = _xmp(picture), _iptc(picture), picture.getexif()
    address = xmp.get("WebStatement", "") or xmp.get("license", "")
    source = xmp.get("Source", "")
    return EmbeddedMetadata(
        credit=_first(
            xmp.get("creator"),
            iptc.get(IPTC_BYLINE),
            _exif_text(exif.get(ExifTags.Base.Artist)),
            xmp.get("Credit"),
            iptc.get(IPTC_CREDIT),
        ),
        source_url=source if source.startswith(("https://", "http://")) else "",
        licence=licence_of(address),
        description=_first(
            xmp.get("description"),
            iptc.get(IPTC_CAPTION),
            _exif_text(exif.get(ExifTags.Base.ImageDescription)),
        ),
    )


def _first(*texts: str | None) -> str:
    """Return the first text that is one, short enough for its field."""
    cleaned = (str(text or "").replace("\0", "").strip() for text in texts)
    return next((text[:LONGEST] for text in cleaned if text), "")


def _iptc(picture: Image.Image) -> dict[tuple[int, int], str]:
    try:
        records = IptcImagePlugin.getiptcinfo(picture) or {}
    except (SyntaxError, OSError, ValueError):
        return {}
    first = {key: value[0] if isinstance(value, list) else value for key, value in records.items()}
    return {key: _decoded(value) for key, value in first.items() if value}


def _decoded(value: bytes) -> str:
    """Return a text whose encoding nobody wrote down: UTF-8, or what was used before it."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _exif_text(value: object) -> str:
    """Return a text of EXIF: the standard knows ASCII alone, programs write UTF-8."""
    text = str(value or "")
    try:
        return _decoded(text.encode("latin-1"))
    except UnicodeEncodeError:
        return text


def _xmp(picture: Image.Image) -> dict[str, str]:
    """Return the properties of the XMP packet as text, by their names without a prefix."""
    try:
        packet = picture.getxmp()
    except Exception:
        return {}
    descriptions = packet.get("xmpmeta", {}).get("RDF", {}).get("Description", {})
    properties: dict[str, str] = {}
    for description in descriptions if isinstance(descriptions, list) else [descriptions]:
        for name, value in (description or {}).items():
            properties.setdefault(name, _text(value))
    return properties


def _text(value: Any) -> str:
    """Return the first text within a value of RDF: an Alt, a Seq, a resource or plain text."""
    if isinstance(value, list):
        return next(filter(None, map(_text, value)), "")
    if isinstance(value, dict):
        for key in ("resource", "text", "li", "Alt", "Seq", "Bag"):
            if key in value:
                return _text(value[key])
        return ""
    return str(value or "")
