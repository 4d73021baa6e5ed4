"""A site that is filled by forged forms, before it is served."""

import json
import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, seed
from hypothesis import settings as sampling
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from contributors.models import Contributor
from core.models import PublicationSettings
from home.models import HomePage
from news.models import ArticlePage
from tests.access import confirm_access, member
from tests.filled import Examples, fill, stream_fields
from tests.form_data import block_data
from tests.hostile.examples import EXAMPLES, MARKER
from tests.hostile.forms import fields_of, query_dict
from tests.hostile.rich_texts import draftail_texts
from tests.hostile.scripts import RICH, SCRIPTS, SNIPPETS, content_state
from tests.hostile.streams import as_json, forged_form, stored_streams
from tests.site_tree import create_site_tree
from topics.models import Topic
from users.models import User

SAMPLE = EXAMPLES // 20  # of each kind

FORMS = (
    *("/admin/images/1/", "/admin/documents/edit/1/", "/admin/account/", "/admin/groups/new/"),
    *("/admin/sites/edit/2/", "/admin/redirects/add/", "/admin/workflows/add/"),
    *("/admin/workflows/edit/1/", "/admin/settings/editorial/moderationsettings/2/"),
)


def sample(strategy):
    """Return the same forged values in each run, all of which hold a script."""
    found = []
    health = list(HealthCheck)

    @seed(1)
    @sampling(max_examples=SAMPLE * 10, database=None, deadline=None, suppress_health_check=health)
    @given(strategy)
    def collect(value):
        if MARKER in str(value):
            found.append(value)

    collect()
    return found[:: max(1, len(found) // SAMPLE)][:SAMPLE]


def is_text(field):
    """Return whether a field takes a text, also a rich one, but no date or ISBN."""
    if "__prefix__" in field["name"] or re.search(
        r"(date|_at|_on|time|until|isbn)$", field["name"]
    ):
        return False
    kinds = ("text", "url", "email", "search")
    is_rich = field.get("value", "").startswith(RICH)
    return is_rich or field.name == "textarea" or field.get("type", "text") in kinds


class Forger:
    """Sends forged forms to a site that is not served yet, and counts what they store."""

    def __init__(self, tree, user):
        self.tree = tree
        self.client = signed_in(user)
        self.turn = self.stored = 0
        self.refused, self.forms = [], {}
        self.short, self.never = defaultdict(set), defaultdict(set)

    def text(self, old, *, long=False):
        """Return another script with each call; all of them for a rich text or a long one."""
        self.turn = (self.turn + 1) % len(SCRIPTS)
        texts = [*SCRIPTS[self.turn :], *SCRIPTS[: self.turn]]
        if old.startswith(RICH):
            return content_state(texts, self.tree.image.pk)
        return "\n".join(texts) if long else texts[0]

    def form(self, address):
        """Return the fields of a form, and the elements of those that take a text."""
        is_new = address.endswith(("/create/", f"/{self.tree.section.pk}/"))
        if address not in self.forms:
            html = self.client.get(address).content.decode()
            shown = BeautifulSoup(html, "lxml").select("form[method=post i] :is(input,textarea)")
            texts = {one["name"]: one for one in shown if one.get("name") and is_text(one)}
            self.forms[address] = fields_of(html), texts
        return self.forms[address] if is_new else self.forms.pop(address)

    def post(self, address, others, *, long=True):
        """Send a form in which each text is a script, except where such forms refuse it."""
        usual, texts = self.form(address)
        kind = re.sub(r"\d+", "", address)
        changes = {}
        for name in texts.keys() & usual.keys() - others.keys() - self.never[kind]:
            is_long = long and texts[name].name == "textarea" and name not in self.short[kind]
            changes[name] = self.text(texts[name].get("value", ""), long=is_long)
        while (answer := self.send(address, usual | others, changes)).status_code != 302:
            found = BeautifulSoup(answer.content, "lxml").select("[aria-invalid=true]")
            wrong = {one.get("name") for one in found} & changes.keys()
            assert wrong, (address, answer.status_code)
            self.refused += [f"{address} {name}" for name in wrong]
            for name in wrong:
                self.refuse(kind, name, changes)
        self.stored += len(changes)

    def send(self, address, usual, changes):
        """Send a form, in which an entry with a name like others is confirmed."""
        confirmed = {"confirmed": changes.get("name", "").strip()}
        return self.client.post(address, query_dict(usual | confirmed, changes))

    def refuse(self, kind, name, changes):
        """Try a shorter text in place of one that is refused, and none in place of that."""
        if "\n<" in changes[name]:
            self.short[kind].add(name)
            changes[name] = SCRIPTS[self.turn].replace("\n", "")
        else:
            self.never[kind].add(name)
            del changes[name]

    def keeps(self, field, form):
        """Return whether a form with a stream is accepted."""
        block = field.stream_block
        try:
            block.clean(block.value_from_datadict(query_dict({}, form), {}, field.name))
        except Exception:  # It is invalid, or cannot be read, which `core.forged` answers.
            self.refused.append(f"{field.name} {form}")
            return False
        self.stored += 1
        return True

    def blocks(self, field, items):
        """Return the forms of blocks, with a script as each text."""
        for form in items:
            for name, old in form.items():
                changed = form | {name: self.text(old)}
                if not re.search(r"-(count|order|type|deleted|id)$", name):
                    form = changed if self.keeps(field, changed) else form  # noqa: PLW2901
            yield form


class Streams:
    """Forged streams of some objects, by object."""

    def __init__(self, forger, entries):
        self.forger = forger
        self.places = [(entry, field) for entry in entries for field in stream_fields(entry)]
        self.forms = [[] for _ in self.places]
        raws, items = [], []
        for _entry, field in self.places:
            raw = json.loads(json.dumps(Examples(forger.tree).of(field.stream_block), default=str))
            raws.append(raw)
            items.append([block_data(field.stream_block, [one], field.name) for one in raw])
        self.items = items
        numbers = st.integers(0, len(self.places) - 1)
        sent = numbers.flatmap(
            lambda n: st.tuples(st.just(n), st.sampled_from(items[n]).flatmap(forged_form))
        )
        stored = numbers.flatmap(lambda n: st.tuples(st.just(n), stored_streams(raws[n])))
        for number, raw in sample(stored):
            field = self.places[number][1]
            value = field.stream_block.get_prep_value(field.to_python(as_json(raw)))
            self.add(number, block_data(field.stream_block, value, field.name))
        for number, form in sample(sent):
            self.add(number, form)

    def add(self, number, form):
        if self.forger.keeps(self.places[number][1], form):
            self.forms[number].append(form)

    def of(self, entry):
        """Return the fields of all streams of an object."""
        data = {}
        for number, (owner, field) in enumerate(self.places):
            if owner is entry:
                own = self.forger.blocks(field, self.items[number])
                most = field.stream_block.meta.max_num
                data |= joined(field.name, [*own, *self.forms[number]][:most])
        return data


def joined(name, forms, key=""):
    """Return one form with the blocks of several, which all have the same key."""
    data, number = {}, 0
    for form in forms:
        for index in range(int(form[f"{name}-count"])):
            start = f"{name}-{index}-"
            rest = {key[len(start) :]: form[key] for key in form if key.startswith(start)}
            rest |= {field: key for field in rest if re.search(r"(^|-)id$", field)}
            rest["order"] = str(number)
            data |= {f"{name}-{number}-{key}": value for key, value in rest.items()}
            number += 1
    return data | {f"{name}-count": str(number)}


def signed_in(user):
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    client.force_login(user)
    confirm_access(client)
    return client


class Filling:
    """Fills an empty site."""

    def __init__(self):
        PublicationSettings.objects.all().delete()  # The first request makes them.
        self.admin = User.objects.create_superuser("administrator", "a@example.org", "password")
        self.moderator = member("moderator", "Moderators")
        self.tree = fill(create_site_tree(HomePage.objects.get()))
        self.publication = PublicationSettings.objects.get()
        self.forger = Forger(self.tree, self.admin)
        self.streams = Streams(self.forger, [*self.tree.pages, self.publication, self.tree.person])

    def entries(self):
        for name in SNIPPETS:
            self.forger.post(f"/admin/{name}/create/", {})
            self.forger.post(f"/admin/{name}/create/", {}, long=False)
            if name != "contributors/contributor":
                self.forger.post(f"/admin/{name}/edit/1/", {})
        for address in FORMS:
            self.forger.post(address, {})
        account = {"email": "m@example.org", "username": "moderator"}
        self.forger.post(f"/admin/users/edit/{self.moderator.pk}/", account)
        person = f"/admin/contributors/contributor/edit/{self.tree.person.pk}/"
        self.forger.post(person, self.streams.of(self.tree.person))
        publication = "/admin/settings/core/publicationsettings/2/"
        self.forger.post(publication, self.streams.of(self.publication))

    def articles(self):
        """Publish an article for each script, also as the key of its blocks."""
        section = self.tree.section.pk
        add = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section])
        body = ArticlePage._meta.get_field("body")
        forms = [paragraph(text) for text in sample(draftail_texts)]
        forms = [form for form in forms if self.forger.keeps(body, form)]
        people = [
            row("contributions", contributor=one.pk, role="author") for one in some(Contributor)
        ]
        topics = [row("topic_assignments", topic=one.pk) for one in some(Topic)]
        for number, script in enumerate(SCRIPTS):
            texts = [
                paragraph(content_state([script], self.tree.image.pk)),
                *forms[number :: len(SCRIPTS)],
            ]
            own = joined("body", texts, script) | {"slug": f"forged-{number}"}
            own |= people[number % len(people)] | topics[number % len(topics)]
            own |= {"source_url": "", "comments-TOTAL_FORMS": "0"}
            self.forger.post(add, own, long=False)
            if page := ArticlePage.objects.filter(slug=own["slug"]).first():
                page.latest_revision.publish()

    def pages(self):
        """Change the public version of each page, and then its draft, with a comment."""
        comment = {"text": "\n".join(SCRIPTS), "contentpath": "title", "position": "", "id": ""}
        comment |= {"deleted": "", "resolved": ""}
        comment |= {"replies-TOTAL_FORMS": "0", "replies-INITIAL_FORMS": "0"}
        comments = row("comments", **comment)
        for page in self.tree.pages:
            page.save_revision(user=self.admin)
            edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
            self.forger.post(edit, self.streams.of(page))
            page.refresh_from_db()
            page.latest_revision.publish()
            draft = comments | self.streams.of(page) | {"action-submit": "1"}
            self.forger.post(edit, draft)
        article = self.tree.article
        task = [article.pk, "reject", article.current_workflow_task_state.pk]
        address = reverse("wagtailadmin_pages:workflow_action", args=task)
        assert self.forger.client.post(address, {"comment": comment["text"]}).status_code == 302


def some(model):
    return model.objects.order_by("-pk")[:3]


def row(prefix, **fields):
    """Return the fields of a new row of a form."""
    counts = {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
    return counts | {f"{prefix}-0-{name}": str(value) for name, value in fields.items()}


def paragraph(text):
    item = {"type": "paragraph", "order": "0", "deleted": "", "id": "", "value": text}
    return {"body-count": "1"} | {f"body-0-{key}": value for key, value in item.items()}


def store(path):
    """Fill an empty site; write to a file what there is to see, and the keys of sessions."""
    with disable_reference_index_auto_update():  # half of the time
        site = Filling()
        site.entries()
        site.articles()
        site.pages()
    users = {"administrator": site.admin, "moderator": site.moderator}
    live = list(Page.objects.live().filter(depth__gt=1).specific())
    found = {
        "sessions": {name: signed_in(user).session.session_key for name, user in users.items()},
        "pages": [page.pk for page in site.tree.pages],
        "articles": {page.slug: page.pk for page in live if page.slug.startswith("forged-")},
        "section": site.tree.section.pk,
        "article": site.tree.article.pk,
        "public": [
            urlsplit(one.get_url()).path for one in [*live, *some(Contributor), *some(Topic)]
        ],
        "stored": site.forger.stored,
        "refused": site.forger.refused,
    }
    Path(path).write_text(json.dumps(found))
