"""The permissions of each role, as in the table of docs/roles.md."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group

from site_config.settings.environment import PROJECT
from tests import factories
from tests.access import member
from tests.role_actions import ACTIONS
from users.models import User

pytestmark = pytest.mark.once

ROLES = ["contributor", "editor", "moderator", "administrator"]
TABLE = PROJECT / "docs" / "roles.md"
ROWS = [
    [cell.strip() for cell in line.strip("| \n").split("|")]
    for line in TABLE.read_text().splitlines()
    if re.match(r"\| [a-z]+ .*\| (yes|no) ", line)
]
CASES = [
    SimpleNamespace(action=row[0], role=role, allowed=answer == "yes")
    for row in ROWS
    for role, answer in zip(ROLES, row[1:], strict=True)
]


@pytest.fixture
def newsroom(site_tree):
    """Pages to act on: a draft and a live page of another user."""
    other = member("other", "Editors")

    def article(author, **fields):
        page = factories.ArticlePageFactory(parent=site_tree.section, **fields)
        page.save_revision(user=author)
        return page

    return SimpleNamespace(
        site_tree=site_tree,
        article=article,
        draft=article(other, title="Draft of others", live=False, owner=other),
        public=article(other, title="Public", owner=other),
        other=other,
    )


def test_table_lists_all_actions():
    assert [row[0] for row in ROWS] == list(ACTIONS)


@pytest.mark.parametrize("forge", [False, True], ids=["form", "forged"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.role}: {case.action}")
def test_role(client, newsroom, case, forge):
    user = member(case.role, f"{case.role.capitalize()}s")
    client.force_login(user)
    assert bool(ACTIONS[case.action](client, newsroom, user, forge)) is case.allowed


@pytest.mark.django_db
def test_roles_are_groups():
    assert set(Group.objects.values_list("name", flat=True)) >= {
        f"{role.capitalize()}s" for role in ROLES
    }


@pytest.mark.parametrize("action", list(ACTIONS))
def test_user_without_a_role_may_do_nothing(client, newsroom, action):
    reader = User.objects.create_user("reader", "reader@example.org", "password")
    client.force_login(reader)
    assert not ACTIONS[action](client, newsroom, reader, forge=True)
