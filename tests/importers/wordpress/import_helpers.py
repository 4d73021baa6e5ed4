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

REFERENCE = re.compile(r'(linktype="(page|document)" id="|"(?:image|document|file)": )(\d+)')
DOCUMENT_PATH = re.compile(r"/documents/\d+/")


def snapshot():
    """Return everything that an import creates, by names and URLs, as primary keys differ."""
    return {
        "pages": {
            page.url_path: _page(page) for page in Page.objects.filter(depth__gt=2).specific()
        },
        "redirects": sorted(
            (each.old_path, DOCUMENT_PATH.sub("/documents/", each.link))
            for each in Redirect.objects.all()
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
        "images": sorted(SiteImage.objects.values_list("title", "file", "description", "credit")),
        "documents": sorted(SiteDocument.objects.values_list("title", "file")),
        "search_entries": sorted(SearchEntry.objects.values_list("title", "kind")),
        "search_texts": sorted(SearchText.objects.values_list("title", "lead", "body")),
        "references": ReferenceIndex.objects.count(),
    }


def _page(page):
    body = str(page.body.raw_data) if hasattr(page, "body") else ""
    return {
        "type": type(page).__name__,
        "title": page.title,
        "live": page.live,
        "times": (page.first_published_at, page.go_live_at),
        "body": REFERENCE.sub(_with_target, body.replace("'", '"')),
        "contributions": sorted(map(str, page.contributions.all())),
        "topics": sorted(map(str, page.topic_assignments.all())),
        "footnotes": sorted(str(footnote.text) for footnote in page.footnotes.all()),
        "revisions": page.revisions.count(),
        "log_entries": PageLogEntry.objects.filter(page=page.pk, action="wagtail.create").count(),
        "workflow": bool(page.workflow_in_progress),
    }


def _with_target(found):
    """Return a matched reference with the name of its target instead of the primary key."""
    model = Page if found[2] == "page" else SiteDocument if found[2] else SiteImage
    target = model.objects.filter(pk=found[3]).first()
    return f"{found[1]}{target or 'nothing'}"


def run_import(path, *arguments, report=None, **options):
    """Import a file; return the path of the JSON report, beside the file by default."""
    report = report or path.with_name("report.html")
    call_command("import_wordpress", path, *arguments, report=report, **options)
    return report.with_suffix(".json")
