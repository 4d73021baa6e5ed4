"""Decide about messages of which it is not known whether the mail server accepted them."""

from django.utils.timezone import now

from letters.models import Mailing, RecipientState


def settle(mailing: Mailing, server_log: str) -> tuple[int, int]:
    """Compare the uncertain messages with the log of the mail server.

    `server_log` must cover the whole time of the mailing, and name messages by their Message-ID, as
    Postfix and Exim do. A message that it names was accepted; all others are sent again. Return the
    number of both.
    """
    arrived, missing = [], []
    for row in mailing.recipients.uncertain().select_related("mailing"):
        is_known = row.message_id.strip("<>") in server_log
        (arrived if is_known else missing).append(row.pk)
    rows = mailing.recipients.uncertain()
    rows.filter(pk__in=arrived).update(state=RecipientState.SENT, changed_at=now())
    again = rows.filter(pk__in=missing).update(
        state=RecipientState.WAITING, changed_at=now(), next_attempt_at=now()
    )
    if again:
        Mailing.objects.filter(pk=mailing.pk).update(finished_at=None, next_attempt_at=now())
    return len(arrived), again
