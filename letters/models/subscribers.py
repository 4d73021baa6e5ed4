"""Mailing lists and their subscribers."""

from collections.abc import Iterable
from datetime import time
from email.utils import formataddr
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.dates import WEEKDAYS as DAYS
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Site

from core.values.languages import language_choices
from letters.models.mailings import Recipient

ONE_LINE = RegexValidator(r"^[^\r\n]*\Z", _("Write it in one line."))
WEEKDAYS = list(DAYS.items())  # Monday is 0.
CONSENT = _("Send me this letter by email. I can unsubscribe at any time.")


def default_site() -> int | None:
    """Return the key of the default site."""
    return Site.objects.filter(is_default_site=True).values_list("pk", flat=True).first()


def default_language() -> str:
    """Return the language of the publication."""
    return settings.LANGUAGE_CODE


def default_consent() -> str:
    """Return the usual words of a consent, in the active language."""
    return str(CONSENT)


class MailingList(models.Model):
    """A letter that readers subscribe to, with its name, sender and language."""

    name = models.CharField(
        _("name"),
        max_length=100,
        validators=[ONE_LINE],
        help_text=_("What readers subscribe to, for example “The weekly letter”."),
    )
    slug = models.SlugField(
        _("short name"),
        unique=True,
        help_text=_("For the programs that sort mail: letters, digits and hyphens."),
    )
    description = models.TextField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("What is in the letter and how often it comes. Readers see it on signing up."),
    )
    site = models.ForeignKey(
        Site,
        on_delete=models.CASCADE,
        default=default_site,
        related_name="+",
        verbose_name=_("site"),
        help_text=_("Its links lead to this site."),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        default=default_language,
        choices=language_choices,
        help_text=_("The language of the letters and of the mail about the subscription."),
    )
    sender_name = models.CharField(
        _("name of the sender"),
        max_length=100,
        validators=[ONE_LINE],
        help_text=_("Whom the letter comes from: the name of the publication."),
    )
    sender_email = models.EmailField(
        _("address of the sender"),
        help_text=_("An address that your mail server may use as a sender."),
    )
    reply_to = models.EmailField(
        _("answers go to"),
        blank=True,
        help_text=_("If answers should go to another address than that of the sender."),
    )
    dkim_selector = models.CharField(
        _("DKIM selector"),
        max_length=63,
        blank=True,
        validators=[RegexValidator(r"^[A-Za-z0-9._-]*\Z")],
        help_text=_(
            "The name of the key with which your mail server signs, if you know it: its record is "
            "then checked, too."
        ),
    )
    consent = models.TextField(
        _("consent"),
        max_length=500,
        default=default_consent,
        help_text=_("What readers agree to. The words are stored with each subscription."),
    )
    imprint = models.TextField(
        _("imprint"),
        max_length=500,
        help_text=_(
            "The name and the postal address of the publisher, at the foot of each letter. Many "
            "countries require it."
        ),
    )
    is_open = models.BooleanField(
        _("open"), default=True, help_text=_("Readers can subscribe on the site.")
    )

    drafts_on = models.PositiveSmallIntegerField(
        _("drafts itself on"),
        null=True,
        blank=True,
        choices=WEEKDAYS,
        help_text=_(
            "On this day of each week, a draft is made of what was published and what is on. It "
            "waits for an editor, and is not sent by itself."
        ),
    )
    drafts_at = models.TimeField(_("at"), default=time(9))
    drafted_at = models.DateTimeField(null=True, blank=True, editable=False)

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("site"), FieldPanel("language")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("sender_name"), FieldPanel("sender_email")]),
                FieldPanel("reply_to"),
                FieldPanel("dkim_selector"),
                FieldPanel("imprint"),
            ],
            heading=_("Sender"),
        ),
        MultiFieldPanel([FieldPanel("consent"), FieldPanel("is_open")], heading=_("Signing up")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("drafts_on"), FieldPanel("drafts_at")])],
            heading=_("Weekly draft"),
        ),
    ]

    class Meta:
        verbose_name = _("mailing list")
        verbose_name_plural = _("mailing lists")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the list. The first draft is made on the next day that was chosen."""
        if self.drafts_on is not None and self.drafted_at is None:
            self.drafted_at = now()
        super().save(*args, **kwargs)

    @property
    def sender(self) -> str:
        """The mailbox of the sender (RFC 5322)."""
        return formataddr((self.sender_name, self.sender_email))

    @property
    def list_id(self) -> str:
        """The identifier of the list (RFC 2919), without the brackets."""
        return f"{self.slug}.{urlsplit(self.site.root_url).hostname}"

    @property
    def subscriber_count(self) -> int:
        """The number of people who get its letters."""
        return self.active_subscriptions.count()

    @property
    def active_subscriptions(self) -> models.QuerySet["Subscription"]:
        """The subscriptions to which a letter is sent."""
        return self.subscriptions.active()


class SubscriberQuerySet(models.QuerySet):
    """A queryset of subscribers."""

    def with_address(self, email: str) -> "SubscriberQuerySet":
        """Return the subscriber with an address, in upper or lower case."""
        return self.filter(email__iexact=email)

    def obtain(self, email: str) -> "Subscriber":
        """Return the subscriber with an address, or a new one."""
        return self.get_or_create(email__iexact=email, defaults={"email": email})[0]

    def subscribe(self, email: str, lists: Iterable[MailingList], source: "Source") -> "Subscriber":
        """Return the subscriber with this address, who from now on gets these lists."""
        with transaction.atomic():
            subscriber = self.obtain(email)
            if subscriber.undeliverable_at:  # They just received our mail.
                subscriber.undeliverable_at, subscriber.problem = None, ""
                subscriber.save(update_fields=["undeliverable_at", "problem"])
            for mailing_list in lists:
                subscriber.subscriptions.get_or_create(
                    mailing_list=mailing_list,
                    ended_at=None,
                    defaults={
                        "consent": mailing_list.consent,
                        "consented_at": now(),
                        "source": source,
                    },
                )
        return subscriber


class Subscriber(models.Model):
    """A person who gets letters, of whom nothing but the address is known."""

    email = models.EmailField(_("email address"), max_length=254)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # Since when the address refuses mail for good, and in which words.
    undeliverable_at = models.DateTimeField(_("undeliverable since"), null=True, blank=True)
    problem = models.CharField(_("answer of the mail server"), max_length=500, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(models.functions.Lower("email"), name="subscriber_once")
        ]

    def __str__(self) -> str:
        return self.email

    def erase(self) -> None:
        """Delete the address, here and in what was sent or is being sent."""
        with transaction.atomic():
            Recipient.objects.of_address(self.email).forget()
            self.delete()


class Source(models.TextChoices):
    """How a subscription began."""

    FORM = "form", _("signed up on the site")
    IMPORT = "import", _("imported with a consent")


class EndReason(models.TextChoices):
    """Why a subscription ended."""

    UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
    COMPLAINT = "complaint", _("reported as spam")
    REMOVED = "removed", _("removed by the publication")


class SubscriptionQuerySet(models.QuerySet):
    """A queryset of subscriptions."""

    def active(self) -> "SubscriptionQuerySet":
        """Return the subscriptions that have not ended, of addresses that can be reached."""
        return self.filter(ended_at=None, subscriber__undeliverable_at=None)

    def end(self, reason: EndReason) -> int:
        """End the subscriptions that have not ended, and return their number.

        Letters that are being sent leave these people out.
        """
        active = self.filter(ended_at=None)
        for subscription in active.select_related("subscriber"):
            letters = Recipient.objects.of_address(subscription.subscriber.email)
            letters.waiting().filter(mailing__mailing_list=subscription.mailing_list_id).delete()
        return active.update(ended_at=now(), end_reason=reason)


class Subscription(models.Model):
    """A subscriber of a mailing list, with the consent that was given.

    One that has ended stays, so that an import does not begin it again.
    """

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="subscriptions"
    )
    mailing_list = models.ForeignKey(
        MailingList, on_delete=models.CASCADE, related_name="subscriptions"
    )
    consent = models.TextField(_("consent"))
    consented_at = models.DateTimeField(_("consented at"))
    source = models.CharField(_("source"), max_length=10, choices=Source)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    end_reason = models.CharField(_("reason"), max_length=15, choices=EndReason, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "mailing_list"],
                condition=Q(ended_at=None),
                name="subscribed_once",
            )
        ]
        indexes = [models.Index(fields=["mailing_list", "ended_at"], name="subscription_active")]

    def __str__(self) -> str:
        return f"{self.subscriber} – {self.mailing_list}"

    @property
    def email(self) -> str:
        """The address of the subscriber."""
        return self.subscriber.email
