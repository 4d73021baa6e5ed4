"""Pictures are drawn anew before they are kept: nothing but what is seen stays in their files.

A photograph tells where and when it was taken and with which camera, and a file can hold more than
a picture. What is stored here is made from the pixels alone, so that neither a reader nor whoever
takes the disk finds a place, a serial number, a thumbnail or a script.
"""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError
from pillow_heif import register_heif_opener

from images.metadata import EmbeddedMetadata, read_rights

register_heif_opener()

# From the format of a file to that in which it is kept, its extension, and how it is written.
FORMATS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "JPEG": ("JPEG", "jpg", {"quality": 92, "optimize": True, "progressive": True}),
    "MPO": ("JPEG", "jpg", {"quality": 92, "optimize": True, "progressive": True}),
    "HEIF": ("JPEG", "jpg", {"quality": 92, "optimize": True, "progressive": True}),
    "PNG": ("PNG", "png", {}),
    "WEBP": ("WEBP", "webp", {"quality": 92}),
    "AVIF": ("AVIF", "avif", {"quality": 90, "speed": 8}),
    "GIF": ("GIF", "gif", {}),
}
# Pillow opens the double pictures of telephones (MPO) as JPEG.
OPENED = [name for name in FORMATS if name != "MPO"]
ANIMATED = {"GIF", "WEBP", "AVIF", "PNG"}
JPEG_MODES = {"RGB", "L"}
EIGHT_BITS = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
# All that is kept of what a file says of itself: how its frames and its clear parts are shown.
KEPT = ("transparency", "duration", "loop")
DAMAGED = (
    "This picture cannot be read: its file is damaged, incomplete or of another kind than it says. "
    "Export it again as JPEG or PNG, and upload that."
)


class SanitizedImage(ContentFile):
    """The file of a picture that holds nothing but the picture, and whose it is."""

    rights = EmbeddedMetadata()


def sanitize_image(file: File, formats: Sequence[str] = OPENED) -> SanitizedImage:
    """Return a picture drawn anew from `file`, upright, in sRGB, with what the file told of it.

    Raises ValidationError, with a sentence for the editor, where it is too large or no picture of
    one of `formats`, by their names in Pillow.
    """
    with readable():
        file.seek(0)
        picture = Image.open(file, formats=formats)
        _check_size(picture)
        rights = read_rights(picture)
        kind, extension, options = FORMATS[picture.format]
        # Of a file of several pictures that do not move, the first is the picture.
        moving = ImageSequence.Iterator(picture) if kind in ANIMATED else [picture]
        frames = [_bare(frame, kind) for frame in moving]
        content = BytesIO()
        if len(frames) > 1 and kind in ANIMATED:
            options = options | _timing(picture, frames)
        frames[0].save(content, kind, **options)
    clean = SanitizedImage(content.getvalue(), name=f"{PurePath(file.name).stem}.{extension}")
    clean.rights = rights
    return clean


@contextmanager
def readable() -> Iterator[None]:
    """Turn all that Pillow says of a bad file into one sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Odd metadata; it is not kept.
            yield
    except (
        Image.DecompressionBombError,
        UnidentifiedImageError,
        EOFError,
        OSError,
        SyntaxError,
        ValueError,
    ) as error:
        raise ValidationError(DAMAGED) from error


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    frames = getattr(picture, "n_frames", 1) if picture.format in ANIMATED else 1
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    if width * height * frames > most:
        raise ValidationError(
            f"This picture has {width * height * frames / 1e6:.0f} megapixels, and the site takes "
            f"up to {most / 1e6:.0f}. Make it smaller, and upload that."
        )


def _bare(frame: Image.Image, kind: str) -> Image.Image:
    """Return a frame upright, in sRGB, without what the file says of itself."""
    picture = _in_eight_bits(_in_srgb(ImageOps.exif_transpose(frame)))
    if kind == "JPEG" and picture.mode not in JPEG_MODES:
        picture = picture.convert("RGB")
    picture.info = {key: frame.info[key] for key in KEPT if key in frame.info}
    return picture


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Return the picture in a mode in which every size of it can be kept: scans have 16 bits."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    return picture if picture.mode in EIGHT_BITS else picture.convert("RGB")


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Return the picture with the colours that its profile means; profiles tell of devices."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(
            picture, source, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError):
        return picture


def _timing(picture: Image.Image, frames: list[Image.Image]) -> dict[str, Any]:
    """Return the options of a moving picture."""
    return {
        "save_all": True,
        "append_images": frames[1:],
        "duration": [frame.info.get("duration", 100) for frame in frames],
        "loop": picture.info.get("loop", 0),
    }
