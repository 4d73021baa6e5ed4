"""The WSGI application (PEP 3333) that the production server runs."""

import gc
import os
import sys
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.base")

try:
    django_application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(f"Masthead cannot start. {error}")
front = import_module("page_cache.wsgi")  # Its models can be loaded only now.
application = front.CachedPageWSGI(django_application)
front.invalidate_on_startup()
# All that the server keeps for good is loaded now, and left out of every later collection of
# garbage: to go through it again and again would stop answers for a tenth of a second.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
