"""Forged values of every kind."""

from hypothesis import strategies as st

from tests.hostile.examples import MARKER

TEXTS = (
    *("", "abc", "1e3", "９", "٣", "²", "-1", "0", "1.5", "nan", "inf", "1" + "0" * 30, " 1 "),
    *(
        "true",
        "None",
        "null",
        "[]",
        "{}",
        "\x00",
        "a\x00b",
        "\ud800",
        "a\udfffb",
        "\n\r\n",
        "\u2028",
    ),
    *("9999-99-99", "0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "25:99", "00:00"),
    *(
        "9999-12-31 23:59",
        "0001-01-01 00:00",
        "x" * 5000,
        "..",
        "/",
        "%",
        "%s",
        "{0}",
        "<b",
        "&#0;",
    ),
    *('"', "'", "'\"><b>", "-0", "+1", "1_000", "0x10", "9" * 5000),
    f"<script>{MARKER}</script>",
    f'"><img src=x onerror={MARKER}>',
    f"' onmouseover='{MARKER}",
)
NUMBERS = (-1, 0, 1, 2, 2**31, 2**63, -(2**63) - 1, 10**30, 1.5, 1e300, float("nan"), float("inf"))
URLS = (
    f"javascript:alert('{MARKER}')",
    f" java\nscript:alert('{MARKER}')",
    f"JaVaScRiPt:{MARKER}",
    f"\x01javascript:{MARKER}",
    f"data:text/html,<script>{MARKER}</script>",
    f"vbscript:{MARKER}",
    *(
        "http://[",
        "http://a b",
        "//",
        "http://\x00",
        "https://exa\nmple.org/",
        "mailto:",
        "tel:\ud800",
    ),
    *(
        "http://example.org:99999999/",
        "#",
        "?",
        "http://[::1]]",
        "https://www.youtube.com/watch?v=",
    ),
    f'https://example.org/" onclick="{MARKER}',
    "https://example.org/ok",
)
texts = st.sampled_from(TEXTS) | st.text(max_size=12)
scalars = st.one_of(
    texts, st.sampled_from(NUMBERS), st.sampled_from(URLS), st.none(), st.booleans()
)
# JSON of any shape.
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("type", "value", "id", "columns", "rows", "values", "image", "page"))
            | texts,
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
# What a form sends; browsers encode text as UTF-8, so that half a surrogate pair arrives escaped.
form_texts = (texts | st.sampled_from(URLS)).map(
    lambda text: text.encode("utf-8", "replace").decode()
)


def one_in(number: int, forged: st.SearchStrategy, usual: st.SearchStrategy) -> st.SearchStrategy:
    """Return a strategy that is forged in one of several cases."""
    return st.integers(1, number).flatmap(lambda n: forged if n == number else usual)
