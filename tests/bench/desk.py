"""How long an editor waits: saving, publishing, looking through a list."""

import json
import statistics
import time

import django

django.setup()

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from editorial.models import ModerationSettings
from news.models import ArticleIndexPage, ArticlePage
from search.models import SearchEntry
from tests.editing import form
from tests.review_helpers import body
from users.models import User

TIMES = 10


def milliseconds(work):
    """Return the median of several times."""
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return round(statistics.median(times))


def main():
    section = ArticleIndexPage.objects.order_by("-numchild").first()
    page = ArticlePage.objects.child_of(section).live().order_by("pk").last()
    # Otherwise a second person has to approve each page.
    ModerationSettings.objects.update_or_create(
        site=section.get_site(), defaults={"one_person": True}
    )
    client = Client()
    client.force_login(User.objects.filter(is_superuser=True).first())
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    whole = form(page, **body(page, "The tide comes in at noon. " * 130))
    explorer = reverse("wagtailadmin_explore", args=[section.pk])

    def ask(address):
        assert client.get(address).status_code == 200

    def send(**action):
        response = client.post(editor, whole | action)
        assert response.status_code == 302, response.text

    def publish():
        send(**{"action-publish": "action-publish"})

    begun = time.perf_counter()
    call_command("reindex_search", verbosity=0)
    seconds = time.perf_counter() - begun
    figures = {
        "open the form": milliseconds(lambda: ask(editor)),
        "save a draft of 800 words": milliseconds(send),
        "publish it": milliseconds(publish),
        "list of a section": milliseconds(lambda: ask(explorer)),
        "search entries rebuilt per second": round(SearchEntry.objects.count() / seconds),
    }
    page.refresh_from_db()
    assert "at noon" in page.body[0].value.source, "It was not published."
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
