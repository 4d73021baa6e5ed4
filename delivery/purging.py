"""Tells the caches that stand before the site that what they keep is old."""

from django.conf import settings
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache


def purge() -> None:
    """Have every cache before the site drop all its pages, by the one rule of our own.

    One address stands for all: our configurations of nginx and Varnish take it so, and CloudFront
    knows the star.
    """
    if settings.WAGTAILFRONTENDCACHE:
        purge_urls_from_cache([f"{settings.BASE_URL}/*"])
