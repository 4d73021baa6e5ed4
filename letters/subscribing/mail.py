"""Mail about a subscription: links to confirm it, to change it, and to confirm a new address."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.models import Site

from core.mail import compose
from core.models import PublicationSettings
from core.rate_limits import exceeds
from core.values.languages import furniture_language
from letters.models import MailingList, Subscriber
from letters.subscribing.tokens import AddressToken, PreferencesToken, SignUpToken

# Mails that one address gets in an hour and in a day, whoever asks for them.
ADDRESS_LIMITS = {60 * 60: 3, 24 * 60 * 60: 6}


def send_confirmation(email: str, lists: list[MailingList]) -> None:
    """Mail the link that confirms a subscription."""
    if _is_too_often("sign-up", email):
        return
    link = _link(lists[0].site, "letters_confirm", SignUpToken.sign(email, lists))
    with override(furniture_language(lists[0].language)):
        values = {"letters": ", ".join(each.name for each in lists)}
        _send(
            email,
            gettext("Please confirm: %(letters)s") % values,
            [
                gettext("This address was entered to receive “%(letters)s”.") % values,
                gettext(
                    "If it was you, open the link within three days. If not, do nothing: you get "
                    "no letters, and we keep nothing."
                ),
            ],
            (gettext("Yes, send it to me"), link),
            lists[0],
        )


def send_preferences(subscriber: Subscriber, site: Site) -> None:
    """Mail the link to a person's own page."""
    if _is_too_often("preferences", subscriber.email):
        return
    link = _link(site, "letters_preferences", PreferencesToken.sign(subscriber))
    mailing_list = _list_of(subscriber)
    with override(_language(mailing_list)):
        name = PublicationSettings.for_site(site).name
        _send(
            subscriber.email,
            gettext("Your letters from %(name)s") % {"name": name},
            [
                gettext(
                    "With this link you choose which letters you get, change your address, or "
                    "delete it. It works for a day; do not pass it on."
                )
            ],
            (gettext("My letters"), link),
            mailing_list,
        )


def send_address_confirmation(subscriber: Subscriber, email: str, site: Site) -> None:
    """Mail the link that confirms a new address to this address."""
    if _is_too_often("address", email):
        return
    link = _link(site, "letters_address", AddressToken.sign(subscriber, email))
    mailing_list = _list_of(subscriber)
    with override(_language(mailing_list)):
        _send(
            email,
            gettext("Please confirm your new address"),
            [gettext("To receive your letters at this address, open the link within three days.")],
            (gettext("Change my address"), link),
            mailing_list,
        )


def _send(
    email: str,
    subject: str,
    paragraphs: list[str],
    link: tuple[str, str],
    mailing_list: MailingList | None,
) -> None:
    sender = mailing_list.sender if mailing_list else None
    foot = [mailing_list.imprint] if mailing_list else []
    context = {"paragraphs": paragraphs, "links": [link], "foot": foot}
    compose(subject, [email], context, from_email=sender).send()


def _is_too_often(purpose: str, email: str) -> bool:
    """Count a mail, and return whether the address got several within a short time.

    Each purpose counts by itself: who asks for others cannot keep a person from the own page.
    """
    limits = ADDRESS_LIMITS.items()
    exceeded = [
        exceeds(f"letters {purpose}", email.lower(), count, seconds) for seconds, count in limits
    ]
    return any(exceeded)


def _language(mailing_list: MailingList | None) -> str:
    return furniture_language(mailing_list.language if mailing_list else settings.LANGUAGE_CODE)


def _list_of(subscriber: Subscriber) -> MailingList | None:
    """Return a list of the subscriber, in whose name mail about all of them is sent."""
    subscriptions = subscriber.subscriptions.select_related("mailing_list__site")
    subscription = subscriptions.order_by("ended_at", "pk").first()
    return subscription and subscription.mailing_list


def _link(site: Site, name: str, token: str) -> str:
    return f"{site.root_url}{reverse(name, args=[token])}"
