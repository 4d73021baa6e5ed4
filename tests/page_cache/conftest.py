import pytest


@pytest.fixture
def page_cache_on(settings):
    """Enable the page cache, which the test settings disable."""
    settings.PAGE_CACHE_SECONDS = 300
