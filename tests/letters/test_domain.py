"""The records of the domain of a sender are looked up, where name servers can be asked."""

import pytest
from django.urls import reverse
from dns.exception import Timeout
from dns.resolver import NXDOMAIN, NoAnswer
from hypothesis import given
from hypothesis import strategies as st

from letters import domain
from letters.domain import RecordState, check_domain
from tests import factories
from tests.access import member


class Record:
    def __init__(self, text):
        self.strings = [text[:100].encode(), text[100:].encode()]


class Servers:
    """Name servers that know some records, or fail."""

    def __init__(self, records, failure=NXDOMAIN):
        self.records, self.failure = records, failure

    def resolve(self, name, kind, lifetime):
        assert (kind, lifetime) == ("TXT", domain.SECONDS)
        if name not in self.records:
            raise self.failure
        return [Record(text) for text in self.records[name]]


RECORDS = {
    "slipway.example": ["google-site-verification=1", "v=spf1 mx -all"],
    "mail._domainkey.slipway.example": ["v=DKIM1; k=rsa; p=" + "A" * 300],
    "_dmarc.slipway.example": ["v=DMARC1; p=reject"],
}


def states(records, selector="mail", failure=NXDOMAIN):
    found = check_domain("slipway.example", selector, Servers(records, failure))
    return {record.label: record.state for record in found}


def test_records_are_found():
    assert states(RECORDS) == dict.fromkeys(("SPF", "DKIM", "DMARC"), RecordState.FOUND)
    assert set(states(RECORDS, selector="")) == {"SPF", "DMARC"}


@pytest.mark.parametrize("failure", [NXDOMAIN, NoAnswer])
def test_records_that_do_not_exist_are_missing(failure):
    assert set(states({}, failure=failure).values()) == {RecordState.MISSING}
    others = {"slipway.example": ["another text"]}
    assert states(others)["SPF"] is RecordState.MISSING


@pytest.mark.parametrize("failure", [Timeout, OSError])
def test_servers_that_do_not_answer_say_nothing(failure):
    assert set(states({}, failure=failure).values()) == {RecordState.UNKNOWN}


@given(name=st.text(max_size=300), selector=st.text(max_size=80))
def test_any_domain_is_survived(name, selector):
    """The real resolver reads the name before it asks; here no server can be reached."""
    resolver = domain.Resolver(configure=False)
    resolver.nameservers = []
    for record in check_domain(name, selector, resolver):
        assert record.state in (RecordState.MISSING, RecordState.UNKNOWN)


def test_page_says_so(client, home, monkeypatch):
    monkeypatch.setattr(domain, "Resolver", lambda: Servers(RECORDS))
    weekly = factories.MailingListFactory(dkim_selector="mail")
    client.force_login(member("postmaster", "Moderators"))
    form = client.get(reverse("mailing_lists:edit", args=[weekly.pk])).content.decode()
    address = reverse("letters_domain", args=[weekly.pk])
    assert address in form
    page = client.get(address).content.decode()
    assert "v=spf1 mx -all" in page
    assert page.count("found") >= 3
