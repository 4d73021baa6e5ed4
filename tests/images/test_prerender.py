"""Renditions are generated before the first reader requests them."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django_tasks_db.management.commands import db_worker
from wagtail.models import Page

from images.models import SiteImage, SiteRendition
from images.prerender import without_renditions
from images.rendition_specs import RENDITION_SPECS, specs_for_shape
from page_cache.after_response import begin, finish, run_after_response
from tests import factories


@pytest.fixture
def response(django_capture_on_commit_callbacks):
    """Return a context manager that imitates a request."""

    class Request:
        def __enter__(self):
            begin()
            self.committing = django_capture_on_commit_callbacks(execute=True)
            self.committing.__enter__()

        def __exit__(self, *error):
            self.committing.__exit__(*error)
            finish()

    return Request()


def filter_specs(*, is_portrait):
    specs = specs_for_shape(is_portrait=is_portrait)
    return {filter_spec for spec in specs for filter_spec in spec.filter_specs}


@pytest.mark.django_db
@pytest.mark.parametrize("is_portrait", [False, True])
def test_renditions_are_generated_after_the_response(response, is_portrait):
    with response:
        size = (40, 60) if is_portrait else (60, 40)
        image = factories.SiteImageFactory(file__width=size[0], file__height=size[1])
        assert not SiteRendition.objects.exists()
    generated = set(SiteRendition.objects.values_list("filter_spec", flat=True))
    assert generated == filter_specs(is_portrait=is_portrait)
    assert not without_renditions().filter(pk=image.pk).exists()


@pytest.mark.django_db
def test_import_does_not_generate_renditions(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image, broken = factories.SiteImageFactory(), factories.SiteImageFactory()
    assert not SiteRendition.objects.exists()
    Path(broken.file.path).unlink()
    call_command("generate_renditions", most=1)
    call_command("generate_renditions")
    assert RENDITION_SPECS["card"].fallback in image.renditions.values_list(
        "filter_spec", flat=True
    )
    assert list(without_renditions()) == [broken]


@pytest.mark.django_db
def test_worker_generates_renditions(response, settings, monkeypatch):
    settings.RENDITION_WORKER = True
    # It would close the connection of the test, whose transaction is open.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    with response:
        image, deleted = factories.SiteImageFactory(), factories.SiteImageFactory()
    SiteImage.objects.filter(pk=deleted.pk).delete()
    assert not SiteRendition.objects.exists()
    call_command("db_worker", "--backend=pictures", "--batch", "--no-startup-delay", "-v0")
    generated = set(image.renditions.values_list("filter_spec", flat=True))
    assert generated == filter_specs(is_portrait=False)
    assert not SiteRendition.objects.exclude(image=image).exists()


def test_failed_job_does_not_stop_others(caplog):
    done = []
    begin()
    run_after_response(lambda: 1 / 0)
    run_after_response(lambda: done.append(1))
    assert not done
    finish()
    finish()
    assert done == [1]
    assert "A job after the response failed" in caplog.text


def test_job_runs_after_the_response(site_tree, client, monkeypatch):
    done = []
    serve = Page.serve

    def serve_and_add_job(page, request, *args, **kwargs):
        run_after_response(lambda: done.append(page.pk))
        return serve(page, request, *args, **kwargs)

    monkeypatch.setattr(Page, "serve", serve_and_add_job)
    client.get(site_tree.article.url)
    assert done == [site_tree.article.pk]
