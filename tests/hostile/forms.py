"""What the forms of the admin send, made from their HTML, and forged."""

from bs4 import BeautifulSoup
from django.http import QueryDict
from hypothesis import strategies as st

from tests.hostile.values import form_texts, one_in

COUNTS = ("abc", "-1", "1000000000", "1e3", "９", "", "1001", "2.0", " 1", "\x00", "9" * 5000)
OF_COUNTS = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS", "-count")
EXTRA = (
    *("overwrite_revision_id", "loaded_revision_id", "loaded_revision_created_at", "go_live_at"),
    *("expire_at", "action-publish", "action-submit", "action-restart-workflow", "revision"),
    *("action-cancel-workflow", "action-workflow-action", "workflow-action-name", "next"),
    *("workflow-action-extra-data", "unsaved_text", "is_reverting", "comment_notifications"),
    *("csrfmiddlewaretoken", "id", "type", "title", "slug", "site", "site-switch"),
    *("action-unpublish", "include_descendants", "action-delete", "q", "action", "seen"),
)
JSONS = ("{", "[]", "null", "1", '"a"', '{"comment": null}', '{"a":' * 5000, '{"comment": [1]}')


def fields_of(html: str) -> dict[str, list[str]]:
    """Return the fields of all forms of a page that are sent by POST."""
    soup = BeautifulSoup(html, "lxml")
    found: dict[str, list[str]] = {}
    for form in soup.find_all("form", method=lambda method: (method or "").lower() == "post"):
        for field in form.find_all(("input", "select", "textarea")):
            if name := field.get("name"):
                found.setdefault(name, []).extend(values_of(field))
        for stream in form.find_all(id=True, attrs={"data-block": True}):
            found[f"{stream['id']}-count"] = ["0"]  # a script adds the fields of its blocks
    return found


def values_of(field) -> list[str]:
    if field.name == "select":
        return [option.get("value", "") for option in field.find_all("option", selected=True)]
    if field.name == "textarea":
        return [field.get_text()]
    if field.get("type") in ("checkbox", "radio"):
        return [field.get("value", "on")] if field.has_attr("checked") else []
    return [] if field.get("type") == "file" else [field.get("value", "")]


@st.composite
def forged(draw, usual: dict[str, list[str]], keys: list[str]):
    """Return the changes of a form: forged values by field, None for fields that are left out."""
    names = sorted(usual)
    counts = [name for name in names if name.endswith(OF_COUNTS)]
    rows = [name for name in names if any(char.isdigit() for char in name)]
    pools = [pool for pool in (names, counts, rows, list(EXTRA)) if pool]
    changes = {}
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(draw(st.sampled_from(pools))))
        changes[name] = draw(values_for(name, keys))
    return changes


def values_for(name: str, keys: list[str]) -> st.SearchStrategy:
    """Return a strategy for values of a field; `keys` are those of other objects."""
    if name.endswith(OF_COUNTS):
        usual = st.sampled_from(COUNTS)
    elif name == "workflow-action-extra-data":
        usual = st.sampled_from(JSONS)
    else:
        usual = form_texts | st.sampled_from(keys)
    return one_in(6, st.none() | st.lists(form_texts, min_size=1, max_size=3), usual)


def query_dict(usual: dict[str, list[str]], changes: dict) -> QueryDict:
    data = QueryDict(mutable=True)
    for key, value in (usual | changes).items():
        if value is not None:
            data.setlist(key, value if isinstance(value, list) else [value])
    return data
