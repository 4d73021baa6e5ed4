"""Pictures are kept as they are drawn, and change with all that changes their files."""

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


def drawn(image, place="card", **how):
    text = "{% load image_tags %}{% picture image place alt eager=eager %}"
    context = {"image": image, "place": place, "alt": "", "eager": False} | how
    return Template(text).render(Context(context))


def again(image):
    """Return the same picture as another request meets it."""
    return SiteImage.objects.get(pk=image.pk)


def test_files_are_looked_up_once(image):
    first = drawn(image)
    with CaptureQueriesContext(connection) as queries:
        assert drawn(again(image)) == first
    assert len(queries) == 1  # of the test itself


def test_words_and_loading_are_those_of_each_use(image):
    lazy = drawn(image, alt='A "quay" <b>')
    assert 'alt="A &quot;quay&quot; &lt;b&gt;"' in lazy
    assert 'loading="lazy"' in lazy
    eager = drawn(image, eager=True)
    assert 'alt=""' in eager
    assert 'fetchpriority="high"' in eager
    assert "loading=" not in eager
    assert "{" not in lazy + eager


def test_places_differ(image):
    assert drawn(image, "card") != drawn(image, "lead")
    assert drawn(image, "card") == drawn(again(image), "card")


def test_another_focus_draws_other_files(image):
    first = drawn(image)
    image.focal_point_x = image.focal_point_y = 10
    image.focal_point_width = image.focal_point_height = 5
    image.save()
    assert drawn(again(image)) != first


def test_many_new_pictures_take_one_query(image):
    others = [image, *(factories.SiteImageFactory() for _ in range(4))]
    for each in others:
        drawn(each)
    caches["pictures"].clear()
    found = list(SiteImage.objects.all())
    with CaptureQueriesContext(connection) as queries:
        prefetch_pictures([*found, None])
        for each in found:
            drawn(each)
    assert len(queries) == 1


def test_nothing_is_drawn_before_it_is_asked_for(image):
    prefetch_pictures([image])
    assert not SiteRendition.objects.exists()
    drawn(image, "logo")
    assert SiteRendition.objects.count() == len(RENDITION_SPECS["logo"].specs)


def test_picture_whose_file_has_vanished_is_left_out(image):
    Path(image.file.path).unlink()
    assert drawn(again(image)) == ""
