"""Submit, change and review a draft."""

import json

from django.urls import reverse
from wagtail.log_actions import LogContext
from wagtail.models import PageLogEntry

from news.models import ArticlePage

OVERRIDE = {"action": "override", "override-comment": "It is short."}


def submit(page, user):
    with LogContext(user=user):
        return page.get_workflow().start(page, user).current_task_state.specific


def seen(client, page):
    """Return the hidden field that identifies the displayed revision."""
    html = client.get(reverse("review", args=[page.pk])).content.decode()
    return html.split('name="seen" value="')[1].split('"')[0]


def decide(client, page, **data):
    """Post a decision as the signed-in user; by default, approve despite the warnings."""
    url = reverse("review", args=[page.pk])
    return client.post(url, OVERRIDE | {"seen": seen(client, page)} | data, follow=True)


def is_live(page):
    return ArticlePage.objects.get(pk=page.pk).live


def change(page, user, **fields):
    page = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(page, name, value)
    with LogContext(user=user):
        return page.save_revision(user=user, log_action=True)


def logged(page, action):
    return PageLogEntry.objects.filter(page=page.pk, action=action)


def body(page, words="A"):
    """Return the POST data of the body, which has one paragraph."""
    block = page.body[0]
    text = {
        "blocks": [
            {"key": "a", "text": words, "type": "unstyled", "depth": 0}
            | {"inlineStyleRanges": [], "entityRanges": []}
        ],
        "entityMap": {},
    }
    return {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "paragraph",
        "body-0-id": block.id,
        "body-0-value": json.dumps(text),
    }
