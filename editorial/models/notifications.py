"""Undelivered mail."""

from django.db import models


class UndeliveredMail(models.Model):
    """A message that the mail server refused, stored so that an administrator notices.

    Its body is not stored: it may hold a link that sets a password.
    """

    subject = models.TextField()
    recipients = models.TextField()
    reason = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.subject
