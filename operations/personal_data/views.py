"""The page with what is kept about a person, the export, and the form that erases the person."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.events import SecurityEvent
from accounts.security_log import record
from operations.personal_data.content import contributor_entries, mentions
from operations.personal_data.erasing import ErasureRefusedError, erase, refusal
from operations.personal_data.export import as_json, personal_data
from operations.personal_data.identity import Identity, is_erased
from operations.personal_data.places import places_of
from users.models import User
from users.wagtail_hooks import protect_superuser

MAX_MENTIONS = 200


class ErasureForm(forms.Form):
    """Asks for the username of the person, so that nobody is erased by mistake."""

    erase_username = forms.CharField(
        label=_("Username"),
        help_text=_("Type the username of the person to confirm."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, account: User, *args: object) -> None:
        super().__init__(*args)
        self.account = account

    def clean_erase_username(self) -> str:
        """Return the username. Raise ValidationError if it is not that of the person."""
        username = self.cleaned_data["erase_username"]
        if username != self.account.username:
            raise forms.ValidationError(gettext("This is not the username of this person."))
        return username


def show_personal_data(request: HttpRequest, user_id: int) -> HttpResponse:
    """Display what is kept about a person, and erase the person."""
    account = get_object_or_404(User, pk=user_id)
    if response := _refused(request, account):
        return response
    reason = _reason_against(request, account)
    form = ErasureForm(account, request.POST or None)
    if request.method == "POST" and reason:
        raise PermissionDenied
    if form.is_valid() and _erase(request, account):
        return redirect("personal_data", account.pk)
    if form.errors:
        messages.error(request, gettext("Nobody was erased: type the username below to confirm."))
    identity = Identity.of(account)
    found = mentions(identity)
    context = {
        "account": account,
        "is_erased": is_erased(account),
        "places": places_of(account, identity),
        "contributors": contributor_entries(identity),
        "mentions": found[:MAX_MENTIONS],
        "more": max(len(found) - MAX_MENTIONS, 0),
        "reason": reason,
        "form": form,
    }
    return render(request, "operations/personal_data.html", context)


@require_GET
def export_personal_data(request: HttpRequest, user_id: int) -> HttpResponse:
    """Download what is kept about a person."""
    account = get_object_or_404(User, pk=user_id)
    if response := _refused(request, account):
        return response
    record(SecurityEvent.EXPORTED, request, account=account)
    text = as_json(personal_data(account))
    name = slugify(account.username) or account.pk
    return HttpResponse(
        text,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="personal-data-{name}.json"'},
    )


def _refused(request: HttpRequest, account: User) -> HttpResponse | None:
    """Refuse people who may not delete the account; only superusers see those of superusers."""
    if not request.user.has_perm("users.delete_user"):
        raise PermissionDenied
    return protect_superuser(request, account)


def _reason_against(request: HttpRequest, account: User) -> str:
    if account.pk == request.user.pk:
        return gettext("This is your own account. Another administrator can erase it.")
    return refusal(account)


def _erase(request: HttpRequest, account: User) -> bool:
    """Erase the person, and return whether it was done."""
    try:
        erase(account, request)
    except ErasureRefusedError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, gettext("The person was erased."))
    return True
