"""A link that stands for a file or an embed is as safe as one in a text."""

import pytest

from importers.wordpress.html.converter import convert
from tests.importers.finders import Nothing


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " JavaScript:x"])
def test_file_with_an_unsafe_address_is_no_link(url):
    html = f'<!-- wp:file --><div class="wp-block-file"><a href="{url}">Minutes</a></div><!-- /wp:file -->'
    found = convert(html, Nothing(), "test")
    assert [each["value"] for each in found.blocks] == ["<p>Minutes</p>"]
    assert {warning.kind for warning in found.warnings} == {"file", "link"}
