import pytest


@pytest.fixture
def page_cache_on(settings):
    """Keep pages as where nobody sets it, unlike in the other tests."""
    settings.PAGE_CACHE_SECONDS = 300
