"""Read the credit, licence and description embedded in an image: IPTC-IIM, XMP and EXIF."""

import re
from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, Image, IptcImagePlugin

from images.choices import Licence, licence_of

# Data sets of the application record (IPTC-IIM 4.2).
IPTC_BYLINE, IPTC_CREDIT, IPTC_CAPTION = (2, 80), (2, 110), (2, 120)
# What cameras and programs write into every file.
BOILERPLATE = re.compile(
    r"(?:OLYMPUS|SONY|KODAK|SAMSUNG|CASIO|PENTAX|(?:KONICA )?MINOLTA) DIGITAL(?: STILL)? CAMERA"
    r"|SONY DSC|DIGITAL CAMERA|SAMSUNG|Exif_JPEG_PICTURE|AppleMark|ASCII|DCIM\S*|DJI(?:_\d+)*"
    r"|cof|cav|sdr|mde|<KENOX \S+.*>|file written by Adobe Photoshop.*"
    r"|(?:Created|Processed|Made|Edited|Scanned|Generated) (?:with|by|using|in) (?:the )?"
    r"(?:GIMP|VSCO|Adobe|Photoshop|Lightroom|Snapseed|Canva|Inkscape|Picasa|MOLDIV|Instagram)\b.*"
    r"|(?:IMG|DSC|DSCN|DSCF|PICT|MVC|HPIM)[-_]?\d{2,}(?:\.\w{3,4})?",
    re.IGNORECASE,
)
MAX_LENGTH = 200  # characters, as in the fields of SiteImage


@dataclass(frozen=True)
class EmbeddedMetadata:
    """Metadata of an image file; missing values are empty strings."""

    credit: str = ""
    source_url: str = ""
    licence: Licence | str = ""
    description: str = ""


def read_metadata(image: Image.Image) -> EmbeddedMetadata:
    """Return the embedded metadata, preferring the more precise standard."""
    xmp, iptc, exif = _xmp(image), _iptc(image), image.getexif()
    licence = xmp.get("WebStatement", "") or xmp.get("license", "")
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
        licence=licence_of(licence),
        description=_first(
            xmp.get("description"),
            iptc.get(IPTC_CAPTION),
            _exif_text(exif.get(ExifTags.Base.ImageDescription)),
        ),
    )


def _first(*texts: str | None) -> str:
    """Return the first non-empty text, truncated to MAX_LENGTH."""
    cleaned = (without_boilerplate(str(text or "").replace("\0", "").strip()) for text in texts)
    return next((text[:MAX_LENGTH] for text in cleaned if text), "")


def without_boilerplate(text: str) -> str:
    """Return the description of an image, or nothing if a camera or a program has written it."""
    return "" if BOILERPLATE.fullmatch(text.strip()) else text


def _iptc(image: Image.Image) -> dict[tuple[int, int], str]:
    try:
        records = IptcImagePlugin.getiptcinfo(image) or {}
    except (SyntaxError, OSError, ValueError):
        return {}
    first = {key: value[0] if isinstance(value, list) else value for key, value in records.items()}
    return {key: _decoded(value) for key, value in first.items() if value}


def _decoded(value: bytes) -> str:
    """Decode text of an unknown encoding: UTF-8, else Windows-1252."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _exif_text(value: object) -> str:
    """Return EXIF text. The standard allows ASCII only, but programs write UTF-8."""
    text = str(value or "")
    try:
        return _decoded(text.encode("latin-1"))
    except UnicodeEncodeError:
        return text


def _xmp(image: Image.Image) -> dict[str, str]:
    """Return the properties of the XMP packet as text, keyed by name without prefix."""
    try:
        packet = image.getxmp()
    except Exception:
        return {}
    descriptions = packet
    for name in ("xmpmeta", "RDF", "Description"):
        descriptions = descriptions.get(name) if isinstance(descriptions, dict) else None
    properties: dict[str, str] = {}
    for description in descriptions if isinstance(descriptions, list) else [descriptions]:
        for name, value in description.items() if isinstance(description, dict) else ():
            properties.setdefault(name, _text(value))
    return properties


def _text(value: Any) -> str:
    """Return the first text of an RDF value: an Alt, a Seq, a resource or plain text."""
    if isinstance(value, list):
        return next(filter(None, map(_text, value)), "")
    if isinstance(value, dict):
        for key in ("resource", "text", "li", "Alt", "Seq", "Bag"):
            if key in value:
                return _text(value[key])
        return ""
    return str(value or "")
