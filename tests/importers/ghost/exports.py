"""Exports as Ghost writes them."""

import json

URL = "https://old.example"
GHOST = "__GHOST_URL__"


def post(number, title="Tides", html="<p>One.</p>", **values):
    """Return a row of the table of posts, as Ghost 5 writes it."""
    return {
        "id": f"{number:024x}",
        "uuid": f"00000000-0000-4000-8000-{number:012}",
        "title": title,
        "slug": title.lower().replace(" ", "-"),
        "mobiledoc": None,
        "lexical": None,
        "html": html,
        "plaintext": None,
        "feature_image": None,
        "featured": 0,
        "type": "post",
        "status": "published",
        "locale": None,
        "visibility": "public",
        "email_recipient_filter": "all",
        "created_at": "2023-01-31T10:00:00.000Z",
        "updated_at": "2023-02-02T10:00:00.000Z",
        "published_at": "2023-02-01T10:00:00.000Z",
        "custom_excerpt": None,
        "codeinjection_head": None,
        "codeinjection_foot": None,
        "canonical_url": None,
        **values,
    }


def page(number, title="About", html="<p>Us.</p>", **values):
    return post(number, title, html, **{"type": "page", **values})


def lexical(*nodes):
    """Return a document as Ghost's editor stores it."""
    root = {
        "children": list(nodes),
        "direction": "ltr",
        "format": "",
        "indent": 0,
        "type": "root",
        "version": 1,
    }
    return json.dumps({"root": root})


def node(kind, *children, **values):
    return {"type": kind, "version": 1, "children": list(children), **values}


def words(text, bits=0):
    return {
        "type": "extended-text",
        "version": 1,
        "text": text,
        "format": bits,
        "mode": "normal",
        "style": "",
        "detail": 0,
    }


def card(kind, **values):
    return {"type": kind, "version": 1, **values}


def mobiledoc(*sections, markups=(), atoms=(), cards=()):
    """Return a document as Ghost's earlier editor stores it."""
    return json.dumps(
        {
            "version": "0.3.1",
            "atoms": list(atoms),
            "cards": list(cards),
            "markups": list(markups),
            "sections": list(sections),
            "ghostVersion": "4.0",
        }
    )


def user(number, name, **values):
    return {
        "id": f"{number:024x}",
        "name": name,
        "slug": name.lower().replace(" ", "-"),
        "email": f"u{number}@old.example",
        "status": "active",
        "bio": None,
        "website": None,
        **values,
    }


def tag(number, name, **values):
    is_internal = name.startswith("#")
    slug = name.lower().replace("#", "hash-").replace(" ", "-")
    return {
        "id": f"{number:024x}",
        "name": name,
        "slug": slug,
        "visibility": "internal" if is_internal else "public",
        "description": None,
        **values,
    }


def tagged(post_number, *tags):
    return [
        {
            "id": f"{post_number}{at}",
            "post_id": f"{post_number:024x}",
            "tag_id": f"{tag:024x}",
            "sort_order": at,
        }
        for at, tag in enumerate(tags)
    ]


def written(post_number, *users):
    return [
        {
            "id": f"{post_number}{at}",
            "post_id": f"{post_number:024x}",
            "author_id": f"{user:024x}",
            "sort_order": at,
        }
        for at, user in enumerate(users)
    ]


def settings(**values):
    values = {
        "title": "Old site",
        "description": "News",
        "locale": "en",
        "timezone": "Europe/Berlin",
        **values,
    }
    return [
        {"id": key, "key": key, "value": each, "type": "string"} for key, each in values.items()
    ]


def export(*posts, **tables):
    """Return an export of posts and pages, with further tables."""
    data = {"posts": list(posts), "settings": settings(), **tables}
    return {"db": [{"meta": {"exported_on": 1700000000000, "version": "5.80.0"}, "data": data}]}


def write(path, document):
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
