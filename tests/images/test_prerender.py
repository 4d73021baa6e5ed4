"""No reader waits for a picture to be drawn."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django_tasks_db.management.commands import db_worker
from wagtail.models import Page

from images.models import SiteImage, SiteRendition
from images.prerender import without_renditions
from images.rendition_specs import RENDITION_SPECS, places_of
from page_cache.after_response import begin, finish, run_after_response
from tests import factories


@pytest.fixture
def answering(django_capture_on_commit_callbacks):
    """What is done within is done to answer a request, which is over at its end."""

    class Request:
        def __enter__(self):
            begin()
            self.committing = django_capture_on_commit_callbacks(execute=True)
            self.committing.__enter__()

        def __exit__(self, *error):
            self.committing.__exit__(*error)
            finish()

    return Request()


def specs(*, upright):
    return {spec for place in places_of(upright=upright) for spec in place.specs}


@pytest.mark.django_db
@pytest.mark.parametrize("upright", [False, True])
def test_picture_is_drawn_when_its_editor_has_the_answer(answering, upright):
    with answering:
        size = (40, 60) if upright else (60, 40)
        image = factories.SiteImageFactory(file__width=size[0], file__height=size[1])
        assert not SiteRendition.objects.exists()
    drawn = set(SiteRendition.objects.values_list("filter_spec", flat=True))
    assert drawn == specs(upright=upright)
    assert not without_renditions().filter(pk=image.pk).exists()


@pytest.mark.django_db
def test_import_waits_for_no_drawing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        wide, lost = factories.SiteImageFactory(), factories.SiteImageFactory()
    assert not SiteRendition.objects.exists()
    Path(lost.file.path).unlink()
    call_command("generate_renditions", most=1)
    call_command("generate_renditions")
    assert RENDITION_SPECS["card"].fallback in wide.renditions.values_list("filter_spec", flat=True)
    assert list(without_renditions()) == [lost]


@pytest.mark.django_db
def test_worker_draws_where_one_runs(answering, settings, monkeypatch):
    settings.RENDITION_WORKER = True
    # It would take the connection of the test, which is within a transaction, for a broken one.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    with answering:
        image, gone = factories.SiteImageFactory(), factories.SiteImageFactory()
    SiteImage.objects.filter(pk=gone.pk).delete()
    assert not SiteRendition.objects.exists()
    call_command("db_worker", "--backend=pictures", "--batch", "--no-startup-delay", "-v0")
    drawn = set(image.renditions.values_list("filter_spec", flat=True))
    assert drawn == specs(upright=False)
    assert not SiteRendition.objects.exclude(image=image).exists()


def test_work_that_fails_keeps_no_other_from_its_turn(caplog):
    done = []
    begin()
    run_after_response(lambda: 1 / 0)
    run_after_response(lambda: done.append(1))
    assert not done
    finish()
    finish()
    assert done == [1]
    assert "could not be done" in caplog.text


def test_server_does_it_behind_each_answer(site_tree, client, monkeypatch):
    done = []
    serve = Page.serve

    def serve_and_leave(page, request, *args, **kwargs):
        run_after_response(lambda: done.append(page.pk))
        return serve(page, request, *args, **kwargs)

    monkeypatch.setattr(Page, "serve", serve_and_leave)
    client.get(site_tree.article.url)
    assert done == [site_tree.article.pk]
