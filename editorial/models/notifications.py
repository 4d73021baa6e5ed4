"""Mail that did not leave."""

from django.db import models


class UndeliveredMail(models.Model):
    """A message that the mail server did not take: kept, so that the administrator learns of it.

    Its text is not kept: it may hold a link that sets a password.
    """

    subject = models.TextField()
    recipients = models.TextField()
    reason = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        """Return what it was about."""
        return self.subject
