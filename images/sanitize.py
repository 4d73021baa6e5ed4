"""Re-encode uploaded images, so that the stored files contain pixels and nothing else.

Photographs contain the place and time at which they were taken and the serial number of the
camera, and a file may hide a thumbnail or a script. This protects the people in and behind the
photographs, even if the original files leak.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError
from pillow_heif import register_heif_opener

from images.memory import admitted_upload, check_memory, shrink, too_large
from images.metadata import EmbeddedMetadata, read_metadata

register_heif_opener()

# The format of an uploaded file: the format to store, its extension, and options for saving.
FORMATS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "JPEG": ("JPEG", "jpg", {"quality": 92, "optimize": True, "progressive": True}),
    "MPO": ("JPEG", "jpg", {"quality": 92, "optimize": True, "progressive": True}),
    "HEIF": ("JPEG", "jpg", {"quality": 92, "optimize": True, "progressive": True}),
    "PNG": ("PNG", "png", {}),
    "WEBP": ("WEBP", "webp", {"quality": 92}),
    "AVIF": ("AVIF", "avif", {"quality": 90, "speed": 8}),
    "GIF": ("GIF", "gif", {}),
}
# Pillow opens MPO files (several JPEGs in one, made by phones) with its JPEG plugin.
READABLE_FORMATS = [name for name in FORMATS if name != "MPO"]
ANIMATED = {"GIF", "WEBP", "AVIF", "PNG"}
JPEG_MODES = {"RGB", "L"}
EIGHT_BITS = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
# The only metadata that is kept: what displaying an animation or transparency needs.
DISPLAY_INFO = ("transparency", "duration", "loop")
UNREADABLE = _(
    "This image cannot be read. The file may be damaged or incomplete, or its name may have the "
    "wrong ending. Export it again as JPEG or PNG, and upload that."
)
PIXELS = re.compile(r"\((\d+) pixels\)")


class SanitizedImage(ContentFile):
    """An image file without metadata, and the metadata that was removed from it."""

    metadata = EmbeddedMetadata()


def sanitize_image(file: File, formats: Sequence[str] = READABLE_FORMATS) -> SanitizedImage:
    """Return a re-encoded copy of an image: upright, in sRGB, without metadata.

    `formats` are names of Pillow's formats. An image larger than 4000 pixels is shrunk. Raises
    ValidationError if the image takes too much memory, or is not a valid image in one of these
    formats.
    """
    with readable(), admitted_upload():
        file.seek(0)
        image = Image.open(file, formats=formats)
        frames = getattr(image, "n_frames", 1) if image.format in ANIMATED else 1
        check_memory(image, frames, settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)
        metadata = read_metadata(image)
        image_format, extension, options = FORMATS[image.format]
        # Of several images in a file that is no animation, only the first is used.
        frames = ImageSequence.Iterator(image) if image_format in ANIMATED else [image]
        frames = [_clean_frame(frame, image_format) for frame in frames]
        content = BytesIO()
        if len(frames) > 1 and image_format in ANIMATED:
            options = options | _animation_options(image, frames)
        frames[0].save(content, image_format, **options)
    sanitized = SanitizedImage(content.getvalue(), name=f"{PurePath(file.name).stem}.{extension}")
    sanitized.metadata = metadata
    return sanitized


@contextmanager
def readable() -> Iterator[None]:
    """Turn all errors of Pillow for invalid files into one ValidationError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # About malformed metadata, which is discarded.
            yield
    except Image.DecompressionBombError as error:
        pixels = PIXELS.search(str(error))
        limit = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
        raise too_large(int(pixels[1]) if pixels else limit, limit) from error
    except (
        UnidentifiedImageError,
        EOFError,
        OSError,
        SyntaxError,
        ValueError,
    ) as error:
        raise ValidationError(UNREADABLE) from error


def _clean_frame(frame: Image.Image, image_format: str) -> Image.Image:
    """Return a frame upright, in sRGB and without metadata."""
    image = _in_eight_bits(_in_srgb(ImageOps.exif_transpose(shrink(frame, image_format))))
    if image_format == "JPEG" and image.mode not in JPEG_MODES:
        image = image.convert("RGB")
    image.info = {key: frame.info[key] for key in DISPLAY_INFO if key in frame.info}
    return image


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Return the image with 8 bits a channel: not every format can store the 16 bits of scans."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image if image.mode in EIGHT_BITS else image.convert("RGB")


def _in_srgb(image: Image.Image) -> Image.Image:
    """Convert an image to sRGB: its colour profile, which may name a device, is not kept."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError):
        return image


def _animation_options(image: Image.Image, frames: list[Image.Image]) -> dict[str, Any]:
    return {
        "save_all": True,
        "append_images": frames[1:],
        "duration": [frame.info.get("duration", 100) for frame in frames],
        "loop": image.info.get("loop", 0),
    }
