"""Helpers that run an import and compare its results."""

import re

from django.core.management import call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, PageViewRestriction, ReferenceIndex

from contributors.models import Contributor
from documents.models import SiteDocument
from events.models import Organiser, Venue
from images.models import SiteImage
from search.models import SearchEntry, SearchText
from topics.models import Topic

KEY = re.compile(r'(linktype="(page|document)" id="|"(?:image|document|file)": )(\d+)')
FILE = re.compile(r"/documents/\d+/")


def snapshot():
    """Return all that an import creates, by names and URLs: primary keys differ between runs."""
    return {
        "pages": {
            page.url_path: _page(page) for page in Page.objects.filter(depth__gt=2).specific()
        },
        "redirects": sorted(
            (each.old_path, FILE.sub("/documents/", each.link)) for each in Redirect.objects.all()
        ),
        "restrictions": sorted(
            PageViewRestriction.objects.values_list(
                "page__url_path", "restriction_type", "password"
            )
        ),
        **{
            model.__name__: sorted(map(str, model.objects.all()))
            for model in (Contributor, Topic, Venue, Organiser)
        },
        "pictures": sorted(SiteImage.objects.values_list("title", "file", "description", "credit")),
        "files": sorted(SiteDocument.objects.values_list("title", "file")),
        "found": sorted(SearchEntry.objects.values_list("title", "kind")),
        "words": sorted(SearchText.objects.values_list("title", "lead", "body")),
        "references": ReferenceIndex.objects.count(),
    }


def _page(page):
    body = str(page.body.raw_data) if hasattr(page, "body") else ""
    return {
        "type": type(page).__name__,
        "title": page.title,
        "live": page.live,
        "times": (page.first_published_at, page.go_live_at),
        "body": KEY.sub(_named, body.replace("'", '"')),
        "parts": sorted(map(str, page.contributions.all())),
        "topics": sorted(map(str, page.topic_assignments.all())),
        "notes": sorted(str(note.text) for note in page.footnotes.all()),
        "drafts": page.revisions.count(),
        "made": PageLogEntry.objects.filter(page=page.pk, action="wagtail.create").count(),
        "workflow": bool(page.workflow_in_progress),
    }


def _named(found):
    """Return a match with the object of its primary key instead of the key."""
    model = Page if found[2] == "page" else SiteDocument if found[2] else SiteImage
    each = model.objects.filter(pk=found[3]).first()
    return f"{found[1]}{each or 'nothing'}"


def run_import(path, *arguments, report=None, **options):
    """Import a file; return the path of the JSON report, beside the file by default."""
    report = report or path.with_name("report.html")
    call_command("import_wordpress", path, *arguments, report=report, **options)
    return report.with_suffix(".json")
