"""How a publication moderates."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page


@register_setting(icon="clipboard-list", order=2)
class ModerationSettings(BaseSiteSetting):
    """How many people a publication takes, and what an approval does."""

    one_person = models.BooleanField(
        "publication of one person",
        default=False,
        help_text="Whoever may publish may then publish what they wrote themselves. The history "
        "of the page says so each time. Leave this off wherever a second person can read.",
    )
    approval_releases = models.BooleanField(
        "an approval only releases",
        default=False,
        help_text="An approved text is not published at once: whoever may change it publishes it "
        "with the button “Publish”, as long as nobody changes a word of it.",
    )

    panels = [FieldPanel("one_person"), FieldPanel("approval_releases")]

    class Meta:
        verbose_name = "moderation"

    @classmethod
    def of_page(cls, page: Page) -> "ModerationSettings":
        """Return those of the site to which a page belongs."""
        site = page.get_site() if page.url_path else None
        return cls.objects.filter(site=site).first() or cls()
