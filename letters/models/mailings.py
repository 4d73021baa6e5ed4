"""A mailing: one message to many people, with a row for each of them."""

from datetime import timedelta
from email.utils import parseaddr
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# A process that handed a message over writes down the answer of the server within this time: it
# waits no longer for one. Whether an older message was accepted is not known.
ANSWER_TIME = timedelta(minutes=2)


class RecipientState(models.TextChoices):
    """What became of the message to one recipient."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    REFUSED = "refused", _("refused")


class MailingQuerySet(models.QuerySet):
    """A queryset of mailings."""

    def unfinished(self) -> "MailingQuerySet":
        """Return the mailings that are neither finished nor stopped."""
        return self.filter(finished_at=None, stopped_at=None)

    def with_counts(self) -> "MailingQuerySet":
        """Annotate the number of all recipients, as `total`, and of those who got it, as `sent`."""
        is_sent = Q(recipients__state=RecipientState.SENT)
        return self.annotate(
            total=models.Count("recipients"), sent=models.Count("recipients", filter=is_sent)
        )

    def due(self) -> "MailingQuerySet":
        """Return the unfinished mailings whose mail server may be tried, the oldest first."""
        return self.unfinished().filter(next_attempt_at__lte=now()).order_by("created_at", "pk")


class Mailing(models.Model):
    """A message that is sent to each of its recipients once."""

    # The letter that it sends, if it is still there, and the ids of the pages that its lists show,
    # by the ids of their blocks.
    letter = models.OneToOneField(
        "letters.LetterPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mailing",
    )
    mailing_list = models.ForeignKey(
        "letters.MailingList",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mailings",
    )
    items = models.JSONField(default=dict, blank=True)
    # Whether it asks for a consent: there is nothing to unsubscribe from, and each link confirms.
    is_invitation = models.BooleanField(default=False)
    subject = models.CharField(_("subject"), max_length=255)
    sender = models.CharField(_("sender"), max_length=1000)  # a mailbox of RFC 5322, with its name
    reply_to = models.EmailField(_("answers go to"), blank=True)
    list_id = models.CharField(max_length=255, blank=True)  # RFC 2919, without the brackets
    text = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    # Why the mail server, or its answer to the message, keeps all recipients waiting.
    problem = models.TextField(blank=True)
    failures = models.PositiveIntegerField(default=0)  # of the server, in succession
    next_attempt_at = models.DateTimeField(default=now)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(finished_at=None, stopped_at=None),
                name="mailing_unfinished",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def state_words(self) -> str:
        """Whether it is being sent, in a few words."""
        if self.finished_at:
            return gettext("Finished")
        if self.stopped_at:
            return gettext("Stopped")
        return gettext("Waiting for the mail server") if self.problem else gettext("Being sent")

    @property
    def sender_address(self) -> str:
        """The address of the sender, without the name."""
        return parseaddr(self.sender)[1]

    def stop(self, problem: str = "") -> None:
        """Send nothing more; what a process is handing over at this moment is still sent."""
        Mailing.objects.filter(pk=self.pk, finished_at=None).update(
            stopped_at=now(), problem=problem
        )

    def go_on(self) -> None:
        """Send what is left, at once."""
        Mailing.objects.filter(pk=self.pk).update(
            stopped_at=None, problem="", failures=0, next_attempt_at=now()
        )

    def count(self) -> dict[str, int]:
        """Return the number of recipients in each state."""
        counts = self.recipients.order_by().values_list("state").annotate(models.Count("pk"))
        return dict.fromkeys(RecipientState.values, 0) | dict(counts)


class RecipientQuerySet(models.QuerySet):
    """A queryset of recipients."""

    def waiting(self) -> "RecipientQuerySet":
        """Return the recipients to whom nothing was handed over."""
        return self.filter(state=RecipientState.WAITING)

    def due(self) -> "RecipientQuerySet":
        """Return those who wait, whose mailing may go on, and whom no process has leased."""
        moment = now()
        return self.waiting().filter(
            mailing__finished_at=None,
            mailing__stopped_at=None,
            mailing__next_attempt_at__lte=moment,
            next_attempt_at__lte=moment,
            leased_until__lte=moment,
        )

    def uncertain(self) -> "RecipientQuerySet":
        """Return those whose message may have been accepted: the answer was never written down."""
        return self.filter(
            state=RecipientState.SENDING, changed_at__lt=now() - ANSWER_TIME
        ).order_by("pk")

    def of_address(self, address: str) -> "RecipientQuerySet":
        """Return the messages to an address, in upper or lower case."""
        return self.filter(address__iexact=address)

    def forget(self) -> None:
        """Send nothing more, and keep of what was sent its state and the answer alone."""
        self.waiting().delete()
        for row in self.exclude(state=RecipientState.WAITING):
            row.address, row.unsubscribe_url = f"erased-{row.key.hex}", ""
            row.save(update_fields=["address", "unsubscribe_url"])

    def add(self, mailing: Mailing, addresses: dict[str, str]) -> None:
        """Add the recipients of a mailing: the URL to unsubscribe by each address.

        An address that is among the recipients already is left as it is.
        """
        rows = [
            Recipient(mailing=mailing, address=address, unsubscribe_url=url)
            for address, url in addresses.items()
        ]
        self.bulk_create(rows, batch_size=500, ignore_conflicts=True)


class Recipient(models.Model):
    """The message to one address.

    Processes lease rows for a short time, so that two of them do not try the same. What decides is
    the change from `waiting` to `sending`, which one process makes just before it ends a message.
    """

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="recipients")
    address = models.CharField(_("email address"), max_length=254)
    unsubscribe_url = models.URLField(max_length=1000, blank=True)
    key = models.UUIDField(default=uuid4, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=RecipientState, default=RecipientState.WAITING
    )
    changed_at = models.DateTimeField(default=now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=now)
    answer = models.CharField(_("answer of the mail server"), max_length=500, blank=True)
    leased_by = models.UUIDField(null=True, editable=False)
    leased_until = models.DateTimeField(default=now, editable=False)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        constraints = [
            models.UniqueConstraint(fields=["mailing", "address"], name="recipient_once")
        ]
        indexes = [
            models.Index(fields=["mailing", "state"], name="recipient_state"),
            models.Index(fields=["changed_at"], name="recipient_changed"),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def message_id(self) -> str:
        """The Message-ID (RFC 5322), by which the message is found in the log of a mail server."""
        domain = self.mailing.sender_address.rpartition("@")[2]
        return f"<{self.key.hex}@{domain}>"
