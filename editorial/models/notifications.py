"""Mail that was not delivered yet."""

from django.db import models


class UndeliveredMail(models.Model):
    """A message that waits for the mail server, or that it refused until we gave up.

    The message is deleted when it was sent or given up: it may hold a link that sets a password.
    """

    subject = models.TextField()
    recipients = models.TextField()
    message = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.subject
