"""No image that the site accepts takes much memory, and uploads do not keep readers waiting."""

import json
import subprocess
import sys
import threading
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.images.models import Filter

from images import memory
from images.models import SiteImage
from images.sanitize import sanitize_image
from site_config.settings.environment import PROJECT
from tests.picture_files import saved

pytestmark = pytest.mark.once

PEAK = 300  # MB above the memory of the process at rest
# Each about as large as the site accepts: mode, pixels, format and options.
LARGE = {
    "PNG of 1 bit": ("1", (7000, 7000), "PNG", {}),
    "PNG": ("RGB", (6900, 5300), "PNG", {"compress_level": 1}),
    "PNG with transparency": ("RGBA", (5200, 4000), "PNG", {"compress_level": 1}),
    "scan of 16 bits": ("I;16", (5300, 4000), "PNG", {"compress_level": 1}),
    "photograph": ("RGB", (8064, 6048), "JPEG", {}),
    "progressive photograph": ("RGB", (4900, 3600), "JPEG", {"progressive": True}),
    "print in CMYK": ("CMYK", (4500, 3300), "JPEG", {"progressive": True}),
    "GIF": ("P", (5300, 4000), "GIF", {}),
    "WebP": ("RGBA", (3500, 2700), "WEBP", {"method": 0}),
    "AVIF": ("RGB", (4900, 3600), "AVIF", {"speed": 10}),
    "photograph of a phone": ("RGB", (5600, 4200), "HEIF", {}),
}
# Prints what a process takes to store an image, above its memory before, in MB.
MEASURE = """
import json, sys
import django
django.setup()
from django.core.files.base import ContentFile
from images.sanitize import sanitize_image
from PIL import Image

def memory(name):
    lines = dict(line.split(":", 1) for line in open("/proc/self/status"))
    return int(lines[name].split()[0]) * 1024

content = ContentFile(open(sys.argv[1], "rb").read(), name=sys.argv[1])
rest = memory("VmRSS")
image = Image.open(sanitize_image(content))
print(json.dumps([(memory("VmHWM") - rest) / 1e6, image.size]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_large_image_is_stored_in_little_memory(tmp_path, name):
    mode, size, image_format, options = LARGE[name]
    path = tmp_path / "large"
    Image.new(mode, size).save(path, image_format, **options)
    output = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        capture_output=True,
        check=True,
        cwd=PROJECT,
        text=True,
    ).stdout
    peak, stored = json.loads(output)
    assert peak < PEAK
    assert max(stored) <= memory.MAX_SIDE


@pytest.mark.parametrize(
    ("mode", "size", "image_format"),
    [("RGBA", (7000, 6000), "PNG"), ("RGB", (5000, 5000), "WEBP"), ("P", (7000, 7000), "GIF")],
)
def test_too_large_image_tells_its_size(mode, size, image_format):
    content = BytesIO()
    Image.new(mode, size).save(content, image_format)
    with pytest.raises(ValidationError) as error:
        sanitize_image(ContentFile(content.getvalue(), name="large"))
    megapixels = f"{size[0] * size[1] / 1e6:.0f}"
    assert error.value.messages[0].startswith(f"This image has {megapixels} megapixels")


def test_bomb_tells_its_size():
    content = BytesIO()
    Image.new("1", (20_000, 20_000)).save(content, "PNG")
    with pytest.raises(ValidationError, match="has 400 megapixels, but the site accepts up to 50"):
        sanitize_image(ContentFile(content.getvalue(), name="bomb.png"))


@pytest.mark.parametrize("size", [(4001, 20), (20, 9000), (4000, 4000)])
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "I;16"])
def test_large_image_is_shrunk(mode, size):
    content = BytesIO()
    Image.new(mode, size).save(content, "PNG")
    stored = Image.open(sanitize_image(ContentFile(content.getvalue(), name="large.png")))
    assert max(stored.size) == 4000
    assert stored.height / stored.width == pytest.approx(size[1] / size[0], rel=0.3)


def sanitized_in_a_thread(content, results):
    try:
        results.append(sanitize_image(ContentFile(content, name="a.png")))
    except ValidationError as error:
        results.append(error)


def test_only_one_upload_waits_for_another(monkeypatch):
    """The third is refused at once, so that threads are left for readers."""
    monkeypatch.setattr(memory, "MAX_WAIT", 0.05)
    content, results = saved(Image.new("RGB", (40, 30)), "PNG"), []
    with memory.admitted_upload():
        for _number in range(2):
            thread = threading.Thread(target=sanitized_in_a_thread, args=(content, results))
            thread.start()
            thread.join()
        assert [each.messages for each in results] == [[str(memory.BUSY)]] * 2
    thread = threading.Thread(target=sanitized_in_a_thread, args=(content, results))
    thread.start()
    thread.join()
    assert results[2].size


@pytest.mark.django_db
def test_renditions_wait_for_an_upload():
    content = ContentFile(saved(Image.new("RGB", (40, 30)), "PNG"), name="a.png")
    image = SiteImage.objects.create(title="A", file=content)
    made = threading.Event()
    thread = threading.Thread(
        target=lambda: (image.generate_rendition_file(Filter("width-20")), made.set())
    )
    with memory.one_image_at_a_time():
        thread.start()
        assert not made.wait(0.1)
    thread.join()
    assert made.is_set()
