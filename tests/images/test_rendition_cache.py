"""The HTML of pictures is cached until the image changes."""

from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from images.models import SiteImage, SiteRendition
from images.rendition_cache import prefetch_pictures
from images.rendition_specs import RENDITION_SPECS
from tests import factories


@pytest.fixture
def image(db):
    return factories.SiteImageFactory()


def render(image, spec="card", **options):
    text = "{% load image_tags %}{% picture image spec alt eager=eager %}"
    context = {"image": image, "spec": spec, "alt": "", "eager": False} | options
    return Template(text).render(Context(context))


def reload(image):
    """Return a new instance, as another request fetches it."""
    return SiteImage.objects.get(pk=image.pk)


def test_renditions_are_fetched_once(image):
    first = render(image)
    with CaptureQueriesContext(connection) as queries:
        assert render(reload(image)) == first
    assert len(queries) == 1  # of `reload`


def test_alt_and_loading_are_not_cached(image):
    lazy = render(image, alt='A "quay" <b>')
    assert 'alt="A &quot;quay&quot; &lt;b&gt;"' in lazy
    assert 'loading="lazy"' in lazy
    eager = render(image, eager=True)
    assert 'alt=""' in eager
    assert 'fetchpriority="high"' in eager
    assert "loading=" not in eager
    assert "{" not in lazy + eager


def test_specs_differ(image):
    assert render(image, "card") != render(image, "lead")
    assert render(image, "card") == render(reload(image), "card")


def test_new_focal_point_changes_renditions(image):
    first = render(image)
    image.focal_point_x = image.focal_point_y = 10
    image.focal_point_width = image.focal_point_height = 5
    image.save()
    assert render(reload(image)) != first


def test_uncached_images_take_one_query(image):
    images = [image, *(factories.SiteImageFactory() for _ in range(4))]
    for each in images:
        render(each)
    caches["rendered_pictures"].clear()
    reloaded = list(SiteImage.objects.all())
    with CaptureQueriesContext(connection) as queries:
        prefetch_pictures([*reloaded, None])
        for each in reloaded:
            render(each)
    assert len(queries) == 1


def test_prefetching_generates_no_renditions(image):
    prefetch_pictures([image])
    assert not SiteRendition.objects.exists()
    render(image, "logo")
    assert SiteRendition.objects.count() == len(RENDITION_SPECS["logo"].filter_specs)


def test_image_with_a_missing_file_is_left_out(image):
    Path(image.file.path).unlink()
    assert render(reload(image)) == ""
