"""Requests of every role to every URL, and what they have changed."""

from typing import NamedTuple

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import connection
from wagtail.admin.models import EditingSession
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits
from wagtail.models import ModelLogEntry, PageLogEntry, PageSubscription, ReferenceIndex
from wagtail.users.models import UserProfile

from images.models import SiteRendition
from tests import forged, office
from tests.access import member
from tests.addresses import Visitor, close, fill, patterns_by_name
from tests.snapshot import files_by_path, rows_by_table
from users.models import User

ROLES = ["anonymous", "reader", "contributor", "editor", "moderator", "administrator"]
NAMES = patterns_by_name()
# Rows that any request may write: what somebody did or looked at, and what is derived.
WRITTEN_ANYWAY = {
    Session,
    AccessAttempt,
    ModelLogEntry,
    PageLogEntry,
    EditingSession,
    PageSubscription,
}
WRITTEN_ANYWAY |= {ReferenceIndex, SiteRendition, UserProfile, Query, QueryDailyHits}
# Without a key, its address redirects to that with one.
SETTINGS = "wagtailsettings:edit"
OF_PAGES = {"page_id", "parent_page_id", "page_to_move_id", "page_pk"}


class Answer(NamedTuple):
    """A response, the models whose rows its request has changed, and the superusers then."""

    status: int
    location: str
    changed: list[str]
    superusers: list[dict]

    @property
    def is_refused(self):
        """Whether it is an error, the form to sign in, or the start page with a message."""
        path = self.location.partition("?")[0]
        return self.status >= 400 or path in ("/admin/", "/admin/login/", "/admin/accounts/login/")


class Matrix:
    """Makes the requests; each forged one only once."""

    def __init__(self, site_snapshot):
        self.office = office.create_office(site_snapshot)
        users = {role: member(role, f"{role.capitalize()}s") for role in ROLES[2:]}
        users["reader"] = User.objects.create_user("reader", "reader@example.org", "password")
        self.visitors = {role: Visitor(users.get(role)) for role in ROLES}
        self.posted = {}
        self.cases = office.cases(self.office)
        self.files, self.rows = files_by_path(), rows_by_table()
        self.superusers = superusers()

    def addresses(self, name, page):
        """Return the addresses of a name; `page` is what those of pages point at."""
        values = office.values(self.office, page)
        return [
            address._replace(path=address.path + office.query(self.office, page, *address))
            for pattern in NAMES[name]
            if pattern.name != SETTINGS or "pk" in pattern.parameters
            for address in fill(pattern, values, self.cases)
        ]

    def get(self, path, role):
        with self.visitors[role].get(path) as response:
            return answer(response)

    def post(self, path, role, data):
        """Return the answer to a forged request; the files that it removed are restored."""
        writes = Writes()
        with connection.execute_wrapper(writes), self.visitors[role].post(path, data) as response:
            found = answer(response, self.changed() if writes.happened else [])
        for file, content in self.files.items():
            if not file.exists():
                file.write_bytes(content)
        return found

    def changed(self):
        rows = rows_by_table()
        models = [model for model in rows if rows[model] != self.rows[model]]
        return sorted(model._meta.label for model in models if model not in WRITTEN_ANYWAY)

    def forge(self, name, kind):
        """Return the answers to the forged requests of a name, by address and role."""
        if (name, kind) not in self.posted:
            page = getattr(self.office, kind)
            fields = forged.data(self.office, page) | forged.of_form(name)
            self.posted[name, kind] = {
                address: {
                    role: self.post(address.path, role, fields | forged.files(name))
                    for role in ROLES
                }
                for address in self.addresses(name, page)
            }
        return self.posted[name, kind]


class Writes:
    """Notes whether a statement wrote anything but a session, or that something was refused."""

    IGNORED = (Session._meta.db_table, ModelLogEntry._meta.db_table)

    def __init__(self):
        self.happened = False

    def __call__(self, execute, sql, params, many, context):
        is_write = sql.startswith(("INSERT", "UPDATE", "DELETE"))
        self.happened |= is_write and not any(table in sql for table in self.IGNORED)
        return execute(sql, params, many, context)


def answer(response, changed=()):
    close(response)
    location = response.headers.get("Location", "")
    return Answer(response.status_code, location, list(changed), superusers())


def superusers():
    return list(User.objects.filter(is_superuser=True).order_by("pk").values())


def points_at_pages(name):
    """Return whether a URL has another address for each page."""
    acts_on_pages = name in ("wagtail_bulk_action", "wagtailadmin_api:pages:action")
    return acts_on_pages or any(OF_PAGES & set(each.parameters) for each in NAMES[name])
