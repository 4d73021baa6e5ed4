"""Draft the letters of lists that do so each week."""

import json
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.timezone import get_current_timezone, localtime, make_aware, now
from django.utils.translation import override

from core.values.dates import format_day
from core.values.languages import furniture_language
from letters.models import LetterIndexPage, LetterPage, MailingList

WEEK = timedelta(days=7)
AUTOMATIC = ("articles", "events", "books", "appeal")  # blocks that a draft takes from the last one
TITLE = "{name}, {day}"


def draft_due_letters() -> list[LetterPage]:
    """Create the drafts that are due, and return them."""
    lists = MailingList.objects.exclude(drafts_on=None).select_related("site")
    return list(filter(None, (_draft(each) for each in lists if is_due(each, now()))))


def is_due(mailing_list: MailingList, moment: datetime) -> bool:
    """Return whether the day and the time of a list have passed since its last draft."""
    return mailing_list.drafted_at is None or mailing_list.drafted_at < last_time(
        mailing_list, moment
    )


def last_time(mailing_list: MailingList, moment: datetime) -> datetime:
    """Return the last time at which a list was to draft itself, in the zone of the publication."""
    today = localtime(moment).date()
    day = today - timedelta(days=(today.weekday() - mailing_list.drafts_on) % 7)
    found = _at(mailing_list, day)
    return found if found <= moment else _at(mailing_list, day - WEEK)


def _at(mailing_list: MailingList, day: datetime) -> datetime:
    return make_aware(datetime.combine(day, mailing_list.drafts_at), get_current_timezone())


def _draft(mailing_list: MailingList) -> LetterPage | None:
    """Create a draft, unless another process does so or there is nothing to tell."""
    rows = MailingList.objects.filter(pk=mailing_list.pk, drafted_at=mailing_list.drafted_at)
    root = mailing_list.site.root_page
    section = LetterIndexPage.objects.live().descendant_of(root).order_by("path").first()
    with transaction.atomic():
        if not rows.update(drafted_at=now()) or section is None:
            return None
        with override(furniture_language(mailing_list.language)):
            title = TITLE.format(name=mailing_list.name, day=format_day(localtime(now())))
            letter = LetterPage(
                title=title,
                mailing_list=mailing_list,
                locale=section.locale,
                body=json.dumps(_blocks(mailing_list)),
                live=False,
            )
        if not any(part.pages for part in letter.compose().parts):
            return None
        section.add_child(instance=letter)
        letter.save_revision()
    return letter


def _blocks(mailing_list: MailingList) -> list[dict]:
    """Return the lists and appeals of the last letter, with new ids, or the usual lists."""
    last = LetterPage.objects.filter(mailing_list=mailing_list).exclude(first_published_at=None)
    stored = last.order_by("-first_published_at").values_list("body", flat=True).first()
    blocks = [each for each in (stored.raw_data if stored else ()) if each["type"] in AUTOMATIC]
    if not blocks:
        kinds = LetterPage._meta.get_field("body").stream_block.child_blocks
        with_labels = {name: str(kinds[name].label) for name in AUTOMATIC[:3]}
        blocks = [
            {
                "type": name,
                "value": kinds[name].get_prep_value(kinds[name].get_default()) | {"heading": label},
            }
            for name, label in with_labels.items()
        ]
    return [{"type": each["type"], "value": each["value"], "id": str(uuid4())} for each in blocks]
