"""Read subscribers from a file of another program, and ask those who have given no consent."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO

from dateutil import parser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import get_current_timezone, is_naive, make_aware, now
from django.utils.translation import gettext, override

from core.mail import NOTICE, inline_styles
from core.plain_text import html_to_text
from core.values.csv_cells import unescape_cell
from core.values.languages import furniture_language
from form_pages.builder import AnswerEmailField
from letters.models import Mailing, MailingList, Recipient, Source, Subscriber, Subscription
from letters.rendering import UNSUBSCRIBE_URL
from letters.subscribing.tokens import SignUpToken

# Headings of Mailchimp, Ghost, MailPoet, other programs and our own export, in lower case.
ADDRESSES = ("email", "email address", "e-mail", "e-mail address", "subscriber email")
CONSENTS = ("consented_at", "confirm_time", "confirmed_at", "confirmed at", "confirmation date")
GHOST_STATE, GHOST_TIME = "subscribed_to_emails", "created_at"
STATES = ("state", "status", "global status", "list status", "email marketing")
SUBSCRIBED = {"", "subscribed", "active", "confirmed", "true", "yes", "1"}
MAX_ROWS, MAX_COLUMNS = 100_000, 200
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
DELIMITERS = ",;\t"


class SubscriberFileError(Exception):
    """A file holds no list of addresses; the text is a sentence for editors."""


@dataclass(frozen=True)
class ImportedRow:
    """A row of a file: an address, and when its owner agreed, if the file says so."""

    line: int
    email: str
    consented_at: datetime | None
    consent: str


@dataclass
class SubscriberImport:
    """What became of the rows of a file; `wrong` are the lines without an address."""

    subscribed: int = 0
    asked: int = 0
    left_out: int = 0
    wrong: list[int] = field(default_factory=list)


def read_rows(content: bytes) -> Iterator[ImportedRow | int]:
    """Yield the rows of those who are subscribed, or the number of a line without an address."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SubscriberFileError(gettext("The file is not a CSV in UTF-8.")) from error
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    rows = csv.DictReader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = {(name or "").strip().casefold(): name for name in rows.fieldnames or ()}
        if len(names) > MAX_COLUMNS:
            raise SubscriberFileError(gettext("The file has too many columns."))
        address = next((names[each] for each in ADDRESSES if each in names), None)
        if address is None:
            raise SubscriberFileError(
                gettext("The file has no column with the heading “email” or “email address”.")
            )
        for number, row in enumerate(rows, start=2):
            if number > MAX_ROWS:
                text = gettext("The file has more than %(number)d rows. Split it.")
                raise SubscriberFileError(text % {"number": MAX_ROWS})
            cells = {
                key: unescape_cell(str(row.get(name) or "")).strip() for key, name in names.items()
            }
            if _is_subscribed(cells):
                yield _row(number, cells, address.strip().casefold())
    except csv.Error as error:
        raise SubscriberFileError(gettext("The file is not a CSV.")) from error


def _is_subscribed(cells: dict[str, str]) -> bool:
    states = [cells[name].casefold() for name in (*STATES, GHOST_STATE) if name in cells]
    return all(state in SUBSCRIBED for state in states)


def _row(line: int, cells: dict[str, str], address: str) -> ImportedRow | int:
    columns = (*CONSENTS, GHOST_TIME) if GHOST_STATE in cells else CONSENTS
    times = (_time(cells.get(name, "")) for name in columns)
    try:
        email = AnswerEmailField(max_length=254).clean(cells[address])
    except ValidationError:
        return line
    return ImportedRow(line, email, next(filter(None, times), None), cells.get("consent", ""))


def _time(text: str) -> datetime | None:
    """Return a time of our century; “1” or “yes” is none."""
    if not YEAR.search(text):
        return None
    try:
        moment = parser.parse(text)
        if is_naive(moment):
            moment = make_aware(moment, get_current_timezone())
        return min(moment.astimezone(UTC), now())
    except (ValueError, OverflowError):
        return None


def import_subscribers(mailing_list: MailingList, content: bytes, consent: str) -> SubscriberImport:
    """Subscribe those who have agreed to `consent`, and mail a question to the others.

    Leave out people who are subscribed, who have unsubscribed, or whose address refuses mail.
    """
    result, asked = SubscriberImport(), []
    known = {
        email.lower()
        for email in mailing_list.subscriptions.values_list("subscriber__email", flat=True)
    }
    unreachable = Subscriber.objects.exclude(undeliverable_at=None)
    known |= {email.lower() for email in unreachable.values_list("email", flat=True)}
    with transaction.atomic():
        for row in read_rows(content):
            if isinstance(row, int):
                result.wrong.append(row)
            elif row.email.lower() in known:
                result.left_out += 1
            elif row.consented_at and consent:
                _subscribe(row, mailing_list, consent)
                result.subscribed += 1
            else:
                asked.append(row.email)
                result.asked += 1
            if not isinstance(row, int):
                known.add(row.email.lower())
        if asked:
            _ask(mailing_list, asked)
    return result


def _subscribe(row: ImportedRow, mailing_list: MailingList, consent: str) -> None:
    Subscription.objects.create(
        subscriber=Subscriber.objects.obtain(row.email),
        mailing_list=mailing_list,
        consent=row.consent or consent,
        consented_at=row.consented_at,
        source=Source.IMPORT,
    )


def _ask(mailing_list: MailingList, emails: list[str]) -> None:
    """Create the mailing that asks for a consent; nothing else is stored of these people."""
    root = mailing_list.site.root_url
    with override(furniture_language(mailing_list.language)):
        values = {"name": mailing_list.name, "sender": mailing_list.sender_name}
        context = {
            "name": mailing_list.sender_name,
            "subject": gettext("Would you like to get “%(name)s”?") % values,
            "paragraphs": [
                gettext(
                    "%(sender)s would like to send you “%(name)s”. You get it only if you open "
                    "this link within three days and agree."
                )
                % values,
                mailing_list.description,
                gettext("Otherwise do nothing: you get no letters, and we keep nothing."),
            ],
            "links": [(gettext("Yes, send it to me"), UNSUBSCRIBE_URL)],
            "foot": [mailing_list.imprint],
        }
        html = render_to_string(f"{NOTICE}.html", context)
    mailing = Mailing.objects.create(
        subject=context["subject"],
        sender=mailing_list.sender,
        reply_to=mailing_list.reply_to,
        is_invitation=True,
        mailing_list=mailing_list,
        text=html_to_text(html),
        html=inline_styles(html),
    )
    links = {
        email: f"{root}{reverse('letters_confirm', args=[SignUpToken.sign(email, [mailing_list])])}"
        for email in emails
    }
    Recipient.objects.add(mailing, links)
