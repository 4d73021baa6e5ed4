"""How long an editor waits: saving, publishing, looking through a list."""

import json
import statistics
import time

import django

django.setup()

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from news.models import ArticleIndexPage, ArticlePage
from search.models import SearchEntry
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
    client = Client()
    client.force_login(User.objects.filter(is_superuser=True).first())
    form = reverse("wagtailadmin_pages:edit", args=[page.pk])
    explorer = reverse("wagtailadmin_explore", args=[section.pk])

    def ask(address):
        assert client.get(address).status_code == 200

    begun = time.perf_counter()
    call_command("reindex_search", verbosity=0)
    seconds = time.perf_counter() - begun
    figures = {
        "open the form": milliseconds(lambda: ask(form)),
        "save a draft": milliseconds(page.save_revision),
        "publish": milliseconds(lambda: page.save_revision().publish()),
        "list of a section": milliseconds(lambda: ask(explorer)),
        "entries of the search written anew, a second": round(
            SearchEntry.objects.count() / seconds
        ),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
