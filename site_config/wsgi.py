"""The WSGI application (PEP 3333) that the production server runs."""

import gc
import os
import sys
from importlib import import_module

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from site_config.body_limit import BodyLimit
from site_config.idle_connections import drop_idle_connections
from site_config.processes import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.base")

try:
    django_application = get_wsgi_application()
    # They import models, so the apps must be loaded.
    front = import_module("operations.front")
    application = front.wrap(django_application)
except (ImproperlyConfigured, FileNotFoundError) as error:
    sys.exit(f"Masthead cannot start. {error}")
application = BodyLimit(application)
front.invalidate_on_startup()
drop_idle_connections(settings.IDLE_SECONDS)
end_with_parent()
# Load the URLs and exempt all permanent objects from garbage collection, which would otherwise
# pause responses for a tenth of a second each time.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
