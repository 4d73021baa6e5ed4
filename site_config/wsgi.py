"""The WSGI application (PEP 3333) that the production server runs."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.base")

try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(f"Masthead cannot start. {error}")
