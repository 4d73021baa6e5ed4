"""A link that stands for a file or an embed is as safe as one in a text."""

import pytest

from tests.importers.wordpress.html.test_converter import block, body


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " JavaScript:x"])
def test_file_with_an_unsafe_address_is_no_link(url):
    found = body(block("file", f'<div class="wp-block-file"><a href="{url}">Minutes</a></div>'))
    assert [each["value"] for each in found.blocks] == ["<p>Minutes</p>"]
    assert {warning.kind for warning in found.warnings} == {"file", "link"}
