"""The security settings of the site."""

from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from accounts.events import SecurityEvent, mailable_choices
from core.fields import ChoiceListField


def default_mailed_events() -> list[str]:
    """Return the events that are mailed unless an administrator decides otherwise."""
    return [SecurityEvent.SIGN_IN_BLOCKED, SecurityEvent.FACTORS_RESET, SecurityEvent.ROLES_CHANGED]


@register_setting(icon="lock", order=900)
class SecuritySettings(BaseGenericSetting):
    """Who needs a second factor, when sessions end, and what is recorded for how long."""

    second_factor_roles = models.ManyToManyField(
        Group,
        blank=True,
        related_name="+",
        verbose_name=_("roles that need a second factor"),
        help_text=_(
            "People with one of these roles have to set up an authenticator app or a passkey "
            "before they can do anything else. Superusers need one as soon as any role does."
        ),
    )
    idle_hours = models.PositiveSmallIntegerField(
        _("hours until an unused session ends"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(336)],
        help_text=_("After this time without any action, people have to sign in again."),
    )
    log_days = models.PositiveSmallIntegerField(
        _("days for which the security log is kept"),
        default=180,
        validators=[MinValueValidator(7), MaxValueValidator(3650)],
    )
    mailed_events = ChoiceListField(
        default=default_mailed_events,
        blank=True,
        choices_func=mailable_choices,
        verbose_name=_("mail to administrators"),
        help_text=_("Administrators get a mail when one of these happens."),
    )
    contact = models.CharField(
        _("contact for security reports"),
        max_length=200,
        blank=True,
        validators=[RegexValidator(r"^(mailto:[^\s@]+@[^\s@]+|https://\S+)\Z")],
        error_messages={
            "invalid": _("Begin with mailto: or https://, such as mailto:security@example.org.")
        },
        help_text=_(
            "Published in /.well-known/security.txt (RFC 9116), so that people who find a "
            "weakness know whom to tell: mailto:security@example.org or https://…"
        ),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("second_factor_roles", widget=CheckboxSelectMultiple),
                FieldPanel("idle_hours"),
            ],
            heading=_("Signing in"),
        ),
        MultiFieldPanel(
            [FieldPanel("log_days"), FieldPanel("mailed_events")], heading=_("Security log")
        ),
        FieldPanel("contact"),
    ]

    class Meta:
        verbose_name = _("security settings")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
