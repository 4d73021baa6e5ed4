"""The pages with which readers subscribe, and change or end what they get.

They work without a cookie and without JavaScript: the right to change a subscription is a signed
token in a mailed link. No page tells whether an address is subscribed.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from core.values.languages import furniture_language
from core.views import is_small_form
from letters.models import EndReason, MailingList, Source, Subscriber, Subscription
from letters.subscribing.forms import AddressForm, PreferencesForm, SignUpForm
from letters.subscribing.mail import (
    send_address_confirmation,
    send_confirmation,
    send_preferences,
)
from letters.subscribing.tokens import (
    CONFIRM_WITHIN,
    AddressToken,
    PreferencesToken,
    SignUpToken,
    TokenError,
    UnsubscribeToken,
)
from page_cache.counters import count

UNPROCESSABLE, GONE = 422, 410
View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Keep the address of a page, with its token, out of caches, search engines and referrers.

    A link that no longer works leads to a page that says what to do.
    """

    @csrf_exempt  # What is sent carries no one's rights but those of the token.
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: str) -> HttpResponse:
        try:
            response = view(request, **kwargs)
        except TokenError:
            response = render(request, "letters/old_link.html", status=GONE)
        add_never_cache_headers(response)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def with_small_forms(view: View) -> View:
    """Refuse what is larger than a form of ours, before it is read."""

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: str) -> HttpResponse:
        if request.method == "POST" and not is_small_form(request):
            return HttpResponseBadRequest(gettext("This form could not be read."))
        return view(request, **kwargs)

    return wrapped


@private
@with_small_forms
def sign_up(request: HttpRequest) -> HttpResponse:
    """Display the form, or mail a link to the address that was entered."""
    lists = list(open_lists(request))
    is_sent = request.method == "POST"
    # The form on other pages has no tick boxes; it is completed here.
    is_short = is_sent and len(lists) > 1 and "complete" not in request.POST
    form = SignUpForm(lists, request.POST if is_sent and not is_short else None)
    if is_short:
        form.initial["email"] = request.POST.get("email", "")[:254]
    if form.is_bound and lists and form.is_valid():
        if not form.is_of_a_program:
            send_confirmation(form.cleaned_data["email"], form.lists)
        return render(request, "letters/look_into_mail.html", {"email": form.cleaned_data["email"]})
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "letters/sign_up.html", {"form": form, "lists": lists}, status=status)


@private
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to subscribe, as programs follow links in mail; then subscribe."""
    email, lists = SignUpToken.read(token)
    if not lists:
        raise TokenError
    context = {"email": email, "lists": lists}
    with override(furniture_language(lists[0].language)):
        if request.method != "POST":
            return render(request, "letters/confirm.html", context)
        if _is_used(token):
            active = Subscription.objects.active().filter(subscriber__email__iexact=email)
            if not active.filter(mailing_list__in=lists).exists():
                raise TokenError
            return render(request, "letters/confirmed.html", context)
        subscriber = Subscriber.objects.subscribe(email, lists, Source.FORM)
        context["token"] = PreferencesToken.sign(subscriber)
        return render(request, "letters/confirmed.html", context)


@private
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to end a subscription, or end it.

    Mail programs send the form by themselves (RFC 8058), and no cookie with it.
    """
    mailing_list, subscriptions = UnsubscribeToken.read(token)
    with override(furniture_language(mailing_list.language)):
        if request.method == "POST":
            subscriptions.end(EndReason.UNSUBSCRIBED)
        is_over = not subscriptions.filter(ended_at=None).exists()
        context = {"mailing_list": mailing_list, "is_over": is_over}
        return render(request, "letters/unsubscribe.html", context)


@private
@with_small_forms
def request_preferences(request: HttpRequest) -> HttpResponse:
    """Ask for an address, and mail its link to it if it is one of a subscriber."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if subscriber := Subscriber.objects.with_address(email).first():
            send_preferences(subscriber, Site.find_for_request(request))
        return render(request, "letters/look_into_mail.html", {"email": email, "is_known": True})
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "letters/request_preferences.html", {"form": form}, status=status)


@private
@with_small_forms
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Display what a person gets, and change the lists or the address, or delete both."""
    subscriber = PreferencesToken.read(token)
    action = request.POST.get("action")
    if action == "delete":
        subscriber.erase()
        return render(request, "letters/deleted.html")
    current = MailingList.objects.filter(
        subscriptions__subscriber=subscriber, subscriptions__ended_at=None
    )
    lists = list(dict.fromkeys([*current, *open_lists(request)]))
    form = PreferencesForm(
        lists, request.POST if action == "lists" else None, initial={"lists": list(current)}
    )
    address = AddressForm(request.POST if action == "address" else None)
    notice = ""
    if form.is_valid():
        _choose(subscriber, form.cleaned_data["lists"])
        notice = gettext("Your choice was saved.")
    elif address.is_valid():
        email = address.cleaned_data["email"]
        send_address_confirmation(subscriber, email, Site.find_for_request(request))
        notice = gettext("Please open the link that we mailed to %(email)s.") % {"email": email}
    context = {"subscriber": subscriber, "form": form, "address": address, "notice": notice}
    status = UNPROCESSABLE if form.errors or address.errors else 200
    return render(request, "letters/preferences.html", context, status=status)


@private
def change_address(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to change an address, or change it."""
    subscriber, email = AddressToken.read(token)
    context = {"before": subscriber.email, "email": email}
    if request.method != "POST":
        return render(request, "letters/change_address.html", context)
    subscriber.email, subscriber.undeliverable_at, subscriber.problem = email, None, ""
    subscriber.key = uuid4()  # Links in the old mailbox end with the old address.
    try:
        with transaction.atomic():
            subscriber.save()
    except IntegrityError:  # Another subscription has this address, to which this mail went.
        other = Subscriber.objects.with_address(email).get()
        lists = [each.mailing_list for each in subscriber.subscriptions.filter(ended_at=None)]
        Subscriber.objects.subscribe(other.email, lists, Source.FORM)
        Subscriber.objects.filter(pk=subscriber.pk).delete()
    return render(request, "letters/address_changed.html", context)


def _is_used(token: str) -> bool:
    """Return whether a link was confirmed before: it does not undo a later end or deletion."""
    name = hashlib.sha256(token.encode()).hexdigest()
    return count(f"letters.used.{name}", int((CONFIRM_WITHIN * 2).total_seconds())) > 1


def open_lists(request: HttpRequest) -> list[MailingList]:
    """Return the lists of the site that readers can subscribe to."""
    site = Site.find_for_request(request)
    return list(MailingList.objects.filter(site=site, is_open=True).select_related("site"))


def _choose(subscriber: Subscriber, chosen: list[MailingList]) -> None:
    """Let a subscriber get these lists, and no others."""
    with transaction.atomic():
        others = subscriber.subscriptions.exclude(mailing_list__in=chosen)
        others.end(EndReason.UNSUBSCRIBED)
        Subscriber.objects.subscribe(subscriber.email, chosen, Source.FORM)
