"""Why a page was unpublished, in words for its readers."""

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Withdrawal(models.Model):
    """The public reason why a page was unpublished; its URL answers 410 with it."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="withdrawal")
    reason = models.TextField(_("reason"), max_length=500)
    withdrawn_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("withdrawal")

    def __str__(self) -> str:
        return self.reason
