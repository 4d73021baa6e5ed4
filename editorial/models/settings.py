"""Settings of moderation."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page


@register_setting(icon="clipboard-list", order=2)
class ModerationSettings(BaseSiteSetting):
    """Whether a second person must approve a page, and what an approval does."""

    one_person = models.BooleanField(
        _("publication of one person"),
        default=False,
        help_text=_(
            "Users who may publish may then also publish what they wrote themselves. The history "
            "of the page says so each time. Leave this off if a second person can review."
        ),
    )
    approve_only = models.BooleanField(
        _("an approved page waits for its publication"),
        default=False,
        help_text=_(
            "An approved page is not published at once: users who may edit it publish it with "
            "the button “Publish”, as long as no one changes a word of it."
        ),
    )

    panels = [FieldPanel("one_person"), FieldPanel("approve_only")]

    class Meta:
        verbose_name = _("moderation")

    @classmethod
    def of_page(cls, page: Page) -> Self:
        """Return the settings of the site that a page belongs to."""
        site = page.get_site() if page.url_path else None
        return cls.objects.filter(site=site).first() or cls()
