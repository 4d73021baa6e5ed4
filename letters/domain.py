"""Whether the domain of a sender has the records without which many providers refuse letters."""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from dns.exception import DNSException
from dns.name import EmptyLabel, LabelTooLong, NameTooLong
from dns.resolver import NXDOMAIN, NoAnswer, Resolver

SECONDS = 4  # for all servers that are asked


class RecordState(Enum):
    """What the name servers say about a record."""

    FOUND = _("found")
    MISSING = _("missing")
    UNKNOWN = _("cannot be asked")


@dataclass(frozen=True)
class DomainRecord:
    """A record: what it is called, where it is looked up, and what it says."""

    label: str
    name: str
    state: RecordState
    text: str
    purpose: Promise


def check_domain(
    domain: str, selector: str = "", resolver: Resolver | None = None
) -> list[DomainRecord]:
    """Look up the SPF, DKIM and DMARC records of a domain (RFC 7208, RFC 6376, RFC 7489).

    The name of a DKIM record has a selector, which the mail server's administrator knows.
    """
    found = [
        ("SPF", domain, "v=spf1", _("names the servers that may send mail of this domain")),
        ("DMARC", f"_dmarc.{domain}", "v=dmarc1", _("says what becomes of forged mail")),
    ]
    if selector:
        name = f"{selector}._domainkey.{domain}"
        found.insert(1, ("DKIM", name, "p=", _("holds the key that signs each message")))
    return [
        DomainRecord(label, name, *_look_up(name, start, resolver), purpose)
        for label, name, start, purpose in found
    ]


def _look_up(name: str, mark: str, resolver: Resolver | None) -> tuple[RecordState, str]:
    """Return the state and the text of the first TXT record of a name that contains a mark."""
    try:
        resolver = resolver or Resolver()
        answer = resolver.resolve(name, "TXT", lifetime=SECONDS)
    except (NXDOMAIN, NoAnswer):
        return RecordState.MISSING, ""
    except (EmptyLabel, LabelTooLong, NameTooLong, UnicodeError):  # No name of a domain.
        return RecordState.MISSING, ""
    except (DNSException, OSError):
        return RecordState.UNKNOWN, ""
    texts = (b"".join(record.strings).decode(errors="replace") for record in answer)
    text = next((each for each in texts if mark in each.lower().replace(" ", "")), "")
    return (RecordState.FOUND, text) if text else (RecordState.MISSING, "")
