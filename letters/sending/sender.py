"""Send mailings: to each recipient once, by any number of processes that may end at any moment."""

import logging
import math
import time
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext

from letters.models import Mailing, Recipient, RecipientState
from letters.returned.reports import mark_undeliverable
from letters.sending.messages import message_to
from letters.sending.server import Delivery, DeliveryOutcome, MailServer, ServerError

log = logging.getLogger(__name__)

BATCH = 20  # rows that a process leases at once
PAUSE_AT_LIMIT = 1  # second
# Rows of a process that ended are free for others after this time.
LEASE = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)
# After temporary refusals of one address, and of the server.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=4)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(minutes=15)
GIVE_UP_AFTER = timedelta(days=3)
# Refusals of the message itself, in succession, after which the others are not tried.
MAX_REFUSED_MESSAGES = 3
MAX_ANSWER = 500  # characters


class Sender:
    """A process that sends mailings, for so many seconds."""

    def __init__(self, seconds: float = math.inf) -> None:
        self.key = uuid4()
        self.deadline = time.monotonic() + seconds
        self.refused_messages = 0  # in succession

    def send_due(self) -> int:
        """Send what is due of all mailings, and return how many messages were accepted."""
        return sum(self.send(mailing) for mailing in Mailing.objects.due())

    def send(self, mailing: Mailing) -> int:
        """Send what is due of a mailing, and return how many messages were accepted."""
        sent = self.refused_messages = 0
        with MailServer(settings.LETTERS_PER_CONNECTION) as server:
            try:
                while rows := self._lease(mailing):
                    for row in rows:
                        outcome = self._deliver(server, mailing, row)
                        sent += outcome is DeliveryOutcome.ACCEPTED
                        if outcome is DeliveryOutcome.TAKEN:
                            break  # The mailing was stopped, or the lease of the rows is over.
            except ServerError as error:
                _wait_for_server(mailing, str(error), failures=0 if sent else mailing.failures)
            else:
                if sent and mailing.failures:
                    Mailing.objects.filter(pk=mailing.pk).update(failures=0, problem="")
            finally:
                self._release()
        _finish(mailing)
        return sent

    def _lease(self, mailing: Mailing) -> list[Recipient]:
        """Return some rows that are due, and that other processes leave alone for a while.

        Wait as long as the limit of messages a minute is reached. Return none when time is up.
        """
        while (number := min(BATCH, self._allowance())) <= 0 and time.monotonic() < self.deadline:
            time.sleep(PAUSE_AT_LIMIT)
        if number <= 0 or time.monotonic() >= self.deadline:
            return []
        due = mailing.recipients.due().order_by("next_attempt_at", "pk")
        keys = list(due.values_list("pk", flat=True)[:number])
        rows = Recipient.objects.filter(pk__in=keys)
        # Another process may have leased some of them meanwhile.
        rows.waiting().filter(leased_until__lte=now()).update(
            leased_by=self.key, leased_until=now() + LEASE
        )
        return list(rows.waiting().filter(leased_by=self.key).select_related("mailing"))

    def _allowance(self) -> int:
        """Return how many messages may be sent now: what all processes sent or leased counts."""
        limit = settings.LETTERS_PER_MINUTE
        if not limit:
            return BATCH
        recent = Recipient.objects.filter(changed_at__gt=now() - MINUTE)
        sent = recent.exclude(state=RecipientState.WAITING).count()
        leased = Recipient.objects.waiting().filter(leased_until__gt=now()).count()
        return limit - sent - leased

    def _release(self) -> None:
        Recipient.objects.waiting().filter(leased_by=self.key).update(leased_until=now())

    def _deliver(self, server: MailServer, mailing: Mailing, row: Recipient) -> DeliveryOutcome:
        """Send the message to one recipient, and return what became of it."""
        delivery = server.deliver(
            message_to(row, mailing), row.address, lambda: self._claim(row.pk)
        )
        if delivery.outcome is DeliveryOutcome.ACCEPTED:
            self._record(row, RecipientState.SENT, delivery)
            self.refused_messages = 0
        elif delivery.outcome is DeliveryOutcome.REFUSED:
            self._record(row, RecipientState.REFUSED, delivery)
            self._count_refusal(mailing, delivery)
            if delivery.is_address_dead:
                mark_undeliverable(row.address, delivery.answer)
        elif delivery.outcome is DeliveryOutcome.DEFERRED:
            self._postpone(row, delivery)
        elif delivery.outcome is DeliveryOutcome.UNKNOWN:
            self._record(row, RecipientState.SENDING, delivery)
            raise ServerError(delivery.answer)
        return delivery.outcome

    def _claim(self, pk: int) -> bool:
        """Take a message for this process alone; False if another has it or the mailing stopped."""
        row = Recipient.objects.waiting().filter(
            pk=pk, leased_by=self.key, mailing__stopped_at=None
        )
        return bool(row.update(state=RecipientState.SENDING, changed_at=now()))

    def _record(self, row: Recipient, state: RecipientState, delivery: Delivery) -> None:
        """Write down the answer, unless the row was given to another process."""
        Recipient.objects.filter(pk=row.pk, leased_by=self.key).update(
            state=state,
            changed_at=now(),
            attempts=F("attempts") + 1,
            answer=delivery.answer[:MAX_ANSWER],
        )

    def _postpone(self, row: Recipient, delivery: Delivery) -> None:
        """Try an address again after a pause, which is longer each time; give up after days."""
        if now() - row.mailing.created_at > GIVE_UP_AFTER:
            self._record(row, RecipientState.REFUSED, delivery)
            return
        self._record(row, RecipientState.WAITING, delivery)
        pause = min(FIRST_PAUSE * 2 ** min(row.attempts, 10), LONGEST_PAUSE)
        Recipient.objects.filter(pk=row.pk, leased_by=self.key).update(
            next_attempt_at=now() + pause
        )

    def _count_refusal(self, mailing: Mailing, delivery: Delivery) -> None:
        """Stop a mailing whose message the server refuses, instead of refusing all recipients."""
        self.refused_messages = self.refused_messages + 1 if delivery.is_about_message else 0
        if self.refused_messages == MAX_REFUSED_MESSAGES:
            text = gettext("The mail server refuses the message: %(answer)s")
            mailing.stop(text % {"answer": delivery.answer})


def _wait_for_server(mailing: Mailing, problem: str, failures: int) -> None:
    """Try the mail server again after a while, which is longer after each failure."""
    log.warning("The mailing “%s” waits: %s", mailing.subject, problem)
    wait = min(FIRST_WAIT * 2 ** min(failures, 10), LONGEST_WAIT)
    Mailing.objects.filter(pk=mailing.pk).update(
        failures=failures + 1, problem=problem, next_attempt_at=now() + wait
    )


def _finish(mailing: Mailing) -> None:
    """Note that nothing is left to send, nor being sent."""
    rows = mailing.recipients
    is_open = rows.waiting() | rows.filter(state=RecipientState.SENDING).exclude(
        pk__in=rows.uncertain().values("pk")
    )
    if not is_open.exists():
        Mailing.objects.unfinished().filter(pk=mailing.pk).update(finished_at=now())
