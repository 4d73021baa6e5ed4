"""When the periodic tasks last ran."""

from django.db import models
from django.utils.timezone import now


class TaskRun(models.Model):
    """The last success of a task that runs by itself, and the last failure since then."""

    name = models.CharField(max_length=100, unique=True)
    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    message = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def record_success(cls, name: str, message: str = "") -> None:
        """Record that a task succeeded now."""
        values = {"succeeded_at": now(), "failed_at": None, "message": message[:500]}
        cls.objects.update_or_create(name=name, defaults=values)

    @classmethod
    def record_failure(cls, name: str, message: str) -> None:
        """Record that a task failed now."""
        values = {"failed_at": now(), "message": message[:500]}
        cls.objects.update_or_create(name=name, defaults=values)
