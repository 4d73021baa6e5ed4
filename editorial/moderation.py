"""Refuse, and say so, what Wagtail would quietly turn into something less.

Wagtail saves a draft where somebody without the right to publish posts the publish action. To the
person, or the script, that looks like a publication.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page


def refuse_publication(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Return a 403 where `request` publishes `page` and its user may not."""
    may_publish = page.permissions_for_user(request.user).can_publish
    return _refuse(request) if _publishes(request) and not may_publish() else None


def refuse_new_publication(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> HttpResponse | None:
    """Return a 403 where `request` publishes a new page below `parent` and its user may not."""
    may_publish = parent.permissions_for_user(request.user).can_publish_subpage
    return _refuse(request) if _publishes(request) and not may_publish() else None


def _publishes(request: HttpRequest) -> bool:
    return "action-publish" in request.POST


def _refuse(request: HttpRequest) -> HttpResponse:
    return render(request, "editorial/cannot_publish.html", status=403)
