"""Bound the memory that images take: a file of 6 kB can decode to a gigabyte.

A process works on one image at a time. What decoding takes is estimated from the header, and a
large image is shrunk before anything else is done with it.
"""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image

# The longest side of a stored image, in pixels. The largest rendition has 1440.
MAX_SIDE = 4000
MAX_SIDES = {"AVIF": 2560}  # Its encoder takes 22 bytes for a pixel.
MAX_MEMORY = 260_000_000  # bytes, for decoding and shrinking
# Bytes that Pillow takes for a pixel of a mode, with the copies made while it is shrunk.
BYTES_PER_PIXEL = {"1": 3, "L": 2, "P": 9, "PA": 9, "LA": 12, "RGB": 7, "RGBA": 12, "CMYK": 9}
OTHER_MODES = 12
# Bytes that the decoder of a format takes besides, as measured with 50 megapixels.
DECODER_BYTES = {"WEBP": 15, "AVIF": 6, "HEIF": 4}
# The decoder of progressive JPEG keeps two bytes per pixel and band.
PROGRESSIVE_BYTES = 2
# The parameter of mallopt(3) and its value in bytes.
M_MMAP_THRESHOLD, LARGE_BLOCK = -3, 256 * 1024
# Seconds that a request waits for the image of another request.
MAX_WAIT = 20
TOO_LARGE = _(
    "This image has %(size)s megapixels, but the site accepts up to %(limit)s in this format. Make "
    "it smaller, and upload that."
)
BUSY = _("The site is processing other images. Try again in a minute.")

_one_at_a_time = threading.RLock()
_waiting = threading.BoundedSemaphore(2)  # The request at work, and one that waits.


def return_memory() -> None:
    """Let large blocks return to the system as soon as they are free (glibc).

    The limit above which a block is mapped by itself grows with each block that is freed, and each
    thread would then keep the largest images that it has decoded.
    """
    with suppress(OSError, AttributeError):  # Another C library has no such limit.
        ctypes.CDLL("libc.so.6").mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK)


@contextmanager
def one_image_at_a_time() -> Iterator[None]:
    """Wait until no other thread of the process works on an image."""
    with _one_at_a_time:
        yield


@contextmanager
def admitted_upload() -> Iterator[None]:
    """Work on the image of an upload. Raise ValidationError if too many others wait already.

    Uploads that wait for each other would keep all threads of the process from readers.
    """
    if not _waiting.acquire(blocking=False):
        raise ValidationError(BUSY)
    try:
        if not _one_at_a_time.acquire(timeout=MAX_WAIT):
            raise ValidationError(BUSY)
        try:
            yield
        finally:
            _one_at_a_time.release()
    finally:
        _waiting.release()


def check_memory(image: Image.Image, frames: int, max_pixels: int) -> None:
    """Raise ValidationError if an image is larger than the site accepts.

    Also sets up the decoder of JPEG to shrink a large image. `frames` are those to decode.
    """
    pixels = image.width * image.height * frames
    bands = len(image.getbands())
    scale = MAX_SIDE / max(image.size)
    if scale < 1:
        image.draft(None, (int(image.width * scale), int(image.height * scale)))
    decoded = image.width * image.height * frames
    memory = decoded * BYTES_PER_PIXEL.get(image.mode, OTHER_MODES)
    memory += pixels * DECODER_BYTES.get(image.format, 0)
    if image.info.get("progressive"):
        memory += pixels * bands * PROGRESSIVE_BYTES
    limit = min(max_pixels, int(pixels * MAX_MEMORY / memory)) if memory else max_pixels
    if pixels > limit:
        raise too_large(pixels, limit)


def too_large(pixels: int, limit: int) -> ValidationError:
    """Return the error for an image with too many pixels."""
    megapixels = {"size": f"{pixels / 1e6:.0f}", "limit": f"{limit / 1e6:.0f}"}
    return ValidationError(TOO_LARGE, params=megapixels)


def shrink(image: Image.Image, image_format: str) -> Image.Image:
    """Return an image whose sides are at most those of a format to store."""
    max_side = MAX_SIDES.get(image_format, MAX_SIDE)
    if max(image.size) <= max_side:
        return image
    if image.mode in ("1", "P", "PA"):
        has_alpha = "transparency" in image.info or image.mode == "PA"
        image = image.convert("L" if image.mode == "1" else "RGBA" if has_alpha else "RGB")
    factor = max(image.size) // max_side
    if factor > 1 and not image.mode.startswith("I;"):
        image = image.reduce(factor)
    image.thumbnail((max_side, max_side))
    return image
