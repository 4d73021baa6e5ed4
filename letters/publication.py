"""Send a letter when it is first published, and stop it if it is taken back."""

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.urls import reverse
from django.utils.timezone import now
from wagtail.signals import page_unpublished, published

from letters.models import LetterPage, Mailing, Recipient, Subscription
from letters.subscribing.tokens import UnsubscribeToken

BATCH = 500  # recipients


@receiver(published, sender=LetterPage)
def send_letter(instance: LetterPage, **_kwargs: object) -> None:
    """Give the letter to the senders, unless that was done before.

    Wagtail sends this signal for a schedule, too, but not for copies, which it may publish at once.
    """
    if not instance.live or not instance.mailing_list:
        return
    if Mailing.objects.filter(letter=instance.pk).exists():
        return
    # What was published, and not what the caller changed in memory since.
    letter = LetterPage.objects.select_related("mailing_list__site", "locale").get(pk=instance.pk)
    mailing_list, content = letter.mailing_list, letter.compose()
    mail = letter.render_mail(content)
    with transaction.atomic():
        mailing = Mailing.objects.create(
            letter=letter,
            mailing_list=mailing_list,
            items=content.item_ids,
            subject=mail.subject,
            sender=mailing_list.sender,
            reply_to=mailing_list.reply_to,
            list_id=mailing_list.list_id,
            text=mail.text,
            html=mail.html,
        )
        subscriptions = mailing_list.active_subscriptions.select_related("subscriber")
        _add_recipients(mailing, mailing_list.site.root_url, subscriptions)
        if not mailing.recipients.exists():
            mailing.finished_at = now()
            mailing.save(update_fields=["finished_at"])


def _add_recipients(mailing: Mailing, root: str, subscriptions: QuerySet[Subscription]) -> None:
    batch: dict[str, str] = {}
    for subscription in subscriptions.order_by("pk").iterator(chunk_size=BATCH):
        path = reverse("letters_unsubscribe", args=[UnsubscribeToken.sign(subscription)])
        batch[subscription.subscriber.email] = f"{root}{path}"
        if len(batch) == BATCH:
            Recipient.objects.add(mailing, batch)
            batch = {}
    Recipient.objects.add(mailing, batch)


@receiver(page_unpublished, sender=LetterPage)
def stop_letter(instance: LetterPage, **_kwargs: object) -> None:
    """Stop what has not been sent yet of a letter that is no longer public."""
    if mailing := Mailing.objects.unfinished().filter(letter=instance.pk).first():
        mailing.stop()
