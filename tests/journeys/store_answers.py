"""What a store answers: one line of JSON to each line, which names a function and what it takes."""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()

from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.models import Comment, Page

from core.models import PublicationSettings
from home.models import HomePage
from tests.filled import comment, fill, row_relations, stream_fields
from tests.form_data import written
from tests.site_tree import create_site_tree
from users.models import User


def fill_site(password):
    """Fill an empty site with a page of every type, comments on each, and one account."""
    PublicationSettings.objects.all().delete()  # The first request makes them.
    user = User.objects.create_superuser("administrator", "a@example.org", password)
    site_tree = fill(create_site_tree(HomePage.objects.get()))
    for page in site_tree.pages:
        comment(page, user)
    return [type(page).__name__ for page in site_tree.pages]


def pages():
    """Return the keys and types of all pages that are edited."""
    found = Page.objects.filter(depth__gt=1).order_by("pk").specific()
    return [[page.pk, type(page).__name__] for page in found]


def page(key):
    """Return what people wrote of the last version of a page, and what its form shows."""
    found = Page.objects.get(pk=key).specific
    last = found.get_latest_revision_as_object()
    content = written(last.serializable_data())
    content.pop("wagtail_admin_comments", None)
    comments = Comment.objects.filter(page=key).order_by("pk")
    return {
        "content": content,
        "comments": [[one.text, one.contentpath, one.resolved_at is None] for one in comments],
        "chosen": sorted(chosen(last)),
    }


def chosen(page):
    """Return the titles of all that was chosen in the form of a page."""
    titles = []
    for field in stream_fields(page):
        stream = getattr(page, field.name)
        for child in stream:
            titles += within(child.block, child.value)
    for obj in [page, *rows(page)]:
        panels = type(obj).get_edit_handler() if obj is page else None
        shown = panels.get_form_class().base_fields if panels else None
        for field in obj._meta.get_fields():
            if not field.many_to_one or isinstance(field, ParentalKey) or field.name == "locale":
                continue
            if shown is not None and field.name not in shown:
                continue
            if target := getattr(obj, field.name, None):
                titles.append(title_of(target))
    return titles


def rows(page):
    for relation in row_relations(type(page)):
        yield from getattr(page, relation.related_name).all()


def within(block, value):
    if isinstance(block, blocks.ChooserBlock):
        return [title_of(value)] if value else []
    if hasattr(block, "_image_to_struct_value"):
        return [title_of(value)] if value else []
    if isinstance(value, blocks.StructValue):
        pairs = [(child, value[name]) for name, child in block.child_blocks.items()]
    elif isinstance(value, blocks.list_block.ListValue):
        pairs = [(child.block, child.value) for child in value.bound_blocks]
    else:
        pairs = []
    return [title for pair in pairs for title in within(*pair)]


def title_of(target):
    return target.get_admin_display_title() if isinstance(target, Page) else str(target)


if __name__ == "__main__":
    for line in sys.stdin:
        word, *rest = line.split()
        sys.stdout.write(json.dumps(globals()[word](*rest)) + "\n")
        sys.stdout.flush()
