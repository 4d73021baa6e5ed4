"""The names and addresses of a person, and their replacement in texts."""

import html
import ipaddress
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, override
from wagtail.models import ModelLogEntry

from core.rate_limits import PREFIX_LENGTHS
from users.models import User

ERASED = re.compile(r"former-editor-\d+")
# A shorter username is too likely to be another word in a text.
MIN_LENGTH = 3
# Keys of JSON whose values are words of the software.
TECHNICAL_KEYS = {"action", "contentpath", "position", "status", "type"}
# Of a message: its addresses are those of other people, as the person's own mail is deleted.
TECHNICAL_KEYS |= {"to", "cc", "bcc", "reply_to", "from_email", "extra_headers", "attachments"}
# What may not stand beside a username or an email address: it would be a part of another one.
BEFORE, AFTER = r"(?<![\w.+-])(?<!\w@)", r"(?![\w@+-]|\.\w)"


def is_erased(account: User) -> bool:
    """Return whether the person of an account has been erased."""
    is_unused = not account.is_active and not account.email and not account.has_usable_password()
    return is_unused and bool(ERASED.fullmatch(account.username))


def former_editor() -> str:
    """Return the name that erased people have, in the language of the site."""
    with override(settings.LANGUAGE_CODE):
        return gettext("Former editor")


def placeholder_name(account: User) -> str:
    """Return a username without a person: its number is the key, unless somebody has that name."""
    number, others = account.pk, User.objects.exclude(pk=account.pk)
    while others.filter(username=f"former-editor-{number}").exists():
        number = int(f"{number}0")
    return f"former-editor-{number}"


def entries_about(account: User) -> QuerySet[ModelLogEntry]:
    """Return the log entries whose object is an account."""
    user_type = ContentType.objects.get_for_model(User)
    return ModelLogEntry.objects.filter(content_type=user_type, object_id=str(account.pk))


def network_of(address: str) -> str:
    """Return the first address of the network that counts as one client with an address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, PREFIX_LENGTHS[parsed.version]), strict=False)[0])


@dataclass(frozen=True)
class Identity:
    """What tells who a person is: usernames, full names, email addresses, addresses of clients."""

    usernames: frozenset[str]
    full_names: frozenset[str]
    emails: frozenset[str]
    addresses: frozenset[str]
    placeholder: str

    @classmethod
    def of(cls, account: User) -> "Identity":
        """Return the names of a person now, and the usernames that the log still knows."""
        entries = entries_about(account)
        # The label of an entry is the username at that time.
        usernames = {account.username, *entries.order_by().values_list("label", flat=True)}
        full_names = {
            account.get_full_name(),
            f"{account.last_name}, {account.first_name}".strip(", "),
        }
        emails = EmailAddress.objects.filter(user=account).values_list("email", flat=True)
        own = ModelLogEntry.objects.filter(user=account).values_list("data", flat=True)
        sessions = UserSession.objects.filter(user=account).values_list("ip", flat=True)
        addresses = {(data or {}).get("address") for data in own} | set(sessions)
        return cls(
            usernames=frozenset(name for name in usernames if name and not ERASED.fullmatch(name)),
            # A first name alone may be anybody's.
            full_names=frozenset(
                name for name in full_names if " " in name and not is_erased(account)
            ),
            emails=frozenset({account.email, *emails} - {""}),
            addresses=frozenset(addresses - {"", None}),
            placeholder=placeholder_name(account),
        )

    @cached_property
    def prose_names(self) -> list[str]:
        """The names by which texts mention the person, the longest first.

        A username that is the name of a role, such as “editor”, is an ordinary word in a text.
        """
        roles = {name.casefold() for name in Group.objects.values_list("name", flat=True)}
        usernames = {
            name
            for name in self.usernames
            if len(name) >= MIN_LENGTH
            and any(map(str.isalpha, name))
            and not {name.casefold(), f"{name.casefold()}s"} & roles
        }
        names = self.emails | self.full_names | usernames
        return sorted(names, key=lambda name: (-len(name), name))

    @cached_property
    def search_forms(self) -> list[str]:
        """The names as a database may store them: in JSON, in JSON within JSON, and in HTML."""
        forms = set()
        for name in self.prose_names:
            # SQLite ignores the case of ASCII letters only.
            cases = {name} if name.isascii() else {name, name.lower(), name.upper()}
            for each in {*cases, html.escape(name)}:
                once = json.dumps(each)[1:-1]
                forms |= {each, once, json.dumps(once)[1:-1]}
        return sorted(forms)

    @cached_property
    def _pattern(self) -> re.Pattern:
        # Letters of a username count as they are; other names are written in several ways.
        names = []
        for name in self.prose_names:
            escaped = re.escape(name)
            if name in self.full_names:
                names.append(rf"(?<!\w)(?i:{escaped})(?!\w)")
            elif name in self.emails:
                names.append(f"{BEFORE}(?i:{escaped}){AFTER}")
            else:
                names.append(f"{BEFORE}{escaped}{AFTER}")
        return re.compile("|".join(names))

    def is_named_in(self, text: str) -> bool:
        """Return whether a text mentions the person, in words or within JSON or HTML."""
        return bool(self.prose_names) and any(
            self._pattern.search(each) or self._pattern.search(html.unescape(each))
            for each in _strings(text)
        )

    def replaced(self, value: object) -> object:
        """Return a text, or the texts within a JSON value, without the names of the person."""
        if isinstance(value, dict):
            return {
                key: each if key in TECHNICAL_KEYS else self.replaced(each)
                for key, each in value.items()
            } | self._replaced_alternatives(value)
        if isinstance(value, list):
            return [self.replaced(each) for each in value]
        if isinstance(value, str) and self.prose_names:
            return self._pattern.sub(self._substitute, value)
        return value

    def _replaced_alternatives(self, message: dict) -> dict[str, list]:
        """Return the alternatives of a message, whose types stay."""
        if not isinstance(message.get("alternatives"), list):
            return {}
        pairs = message["alternatives"]
        return {"alternatives": [[self.replaced(content), kind] for content, kind in pairs]}

    def _substitute(self, match: re.Match) -> str:
        full_names = {name.casefold() for name in self.full_names}
        return former_editor() if match[0].casefold() in full_names else self.placeholder

    @cached_property
    def networks(self) -> set[str]:
        """The addresses as failures are counted: of IPv6 addresses, those of the networks."""
        return {network_of(address) for address in self.addresses}

    def in_text(self, column: str) -> Q:
        """Return the condition that a column holds a name, or letters like it."""
        found = Q(pk__in=[])
        for form in self.search_forms:
            found |= Q(**{f"{column}__icontains": form})
        return found


def _strings(value: object) -> Iterator[str]:
    """Yield the texts within a JSON value, also those of JSON within a text."""
    if isinstance(value, str):
        inner = parsed_json(value)
        if inner is None:
            yield value
            return
        value = inner
    if isinstance(value, dict):
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        yield from _strings(each)


def parsed_json(text: str) -> list | dict | None:
    """Return the list or dictionary that a text is the JSON of; None if it is of neither."""
    if not text.startswith(("[", "{")):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None
