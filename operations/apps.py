from django.apps import AppConfig
from django.conf import settings

from operations.sentry import report_errors


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = "Operations"

    def ready(self):
        if settings.SENTRY_DSN:
            report_errors()
