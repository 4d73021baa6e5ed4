"""Mailing lists and their subscribers in the admin."""

from collections import OrderedDict
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import DeleteView, EditView, IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permission_policies import ModelPermissionPolicy

from letters.models import MailingList, Subscription


def state_of(subscription: Subscription) -> str:
    """Return whether letters go to the subscriber, and why not."""
    if subscription.ended_at:
        return str(subscription.get_end_reason_display())
    if subscription.subscriber.undeliverable_at:
        return gettext("address refused: %(answer)s") % {"answer": subscription.subscriber.problem}
    return gettext("subscribed")


class MailingListEditView(EditView):
    """The form of a list, with a link to the records of its sender."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the link to Wagtail's buttons."""
        url = reverse("letters_domain", args=[self.object.pk])
        label = gettext("Records of the sender")
        return [*super().header_more_buttons, Button(label, url=url, icon_name="mail", priority=20)]


class MailingListViewSet(ModelViewSet):
    """The mailing lists."""

    model = MailingList
    icon = "mail"
    menu_label = _("Mailing lists")
    copy_view_enabled = False
    add_to_reference_index = False
    edit_view_class = MailingListEditView
    list_display = [
        "name",
        Column("subscribers", label=_("Subscribers"), accessor="subscriber_count"),
        Column("sender_email", label=_("Sender")),
        Column(
            "is_open", label=_("Open"), accessor=lambda row: gettext("yes") if row.is_open else "–"
        ),
    ]
    panels = MailingList.panels


class SubscriptionIndexView(IndexView):
    """The subscribers of all lists, with an export."""

    page_title = _("Subscribers")

    def get_base_queryset(self) -> QuerySet[Subscription]:
        """Fetch the subscribers and the lists with the subscriptions."""
        return super().get_base_queryset().select_related("subscriber", "mailing_list")

    def to_row_dict(self, item: Subscription) -> OrderedDict[str, object]:
        """Return the exported row of a subscription, which an import understands."""
        return OrderedDict(
            {
                "email": item.subscriber.email,
                "list": item.mailing_list.slug,
                "state": state_of(item),
                "consented_at": item.consented_at,
                "consent": item.consent,
                "source": item.get_source_display(),
                "ended_at": item.ended_at,
            }
        )

    def get_heading(self, queryset: object, field: str) -> str:
        """Return the heading of an exported column, which is its name."""
        return field

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the import to Wagtail's buttons."""
        url = reverse("import_subscribers")
        may_add = self.request.user.has_perm("letters.add_subscription")
        button = Button(gettext("Import subscribers"), url=url, icon_name="upload", priority=90)
        return [*super().header_more_buttons, *([button] if may_add else [])]


class EraseView(DeleteView):
    """Deletes a person with all subscriptions."""

    page_title = _("Erase")

    def get_success_url(self) -> str:
        """Return to the list."""
        return reverse("subscriptions:index")

    def delete_action(self) -> None:
        """Delete the person."""
        self.object.subscriber.erase()

    def get_success_message(self) -> str:
        """Return what was done."""
        return gettext("The address and all its subscriptions are deleted.")

    @property
    def confirmation_message(self) -> str:
        """Ask, and say what is deleted."""
        text = gettext(
            "Delete %(email)s with all subscriptions? An import may add the address again: to keep "
            "it out, the person unsubscribes instead."
        )
        return text % {"email": self.object.subscriber.email}


class ErasurePolicy(ModelPermissionPolicy):
    """Subscribers are read and erased; they subscribe by themselves, or by an import."""

    def user_has_permission(self, user: object, action: str) -> bool:
        """Return whether the user may do this with all subscriptions."""
        return action not in ("add", "change") and super().user_has_permission(user, action)


class SubscriptionViewSet(ModelViewSet):
    """The subscribers of all lists."""

    model = Subscription
    icon = "group"
    name = "subscriptions"
    menu_label = _("Subscribers")
    url_prefix = "letters/subscribers"
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = SubscriptionIndexView
    delete_view_class = EraseView
    list_display = [
        "email",
        Column("mailing_list", label=_("List")),
        Column("state", label=_("State"), accessor=state_of),
        DateColumn("consented_at", label=_("Since"), sort_key="consented_at"),
    ]
    list_filter = ["mailing_list", "source", "end_reason"]
    list_export = ["email", "list", "state", "consented_at", "consent", "source", "ended_at"]
    export_filename = "subscribers"
    search_fields = ["subscriber__email"]
    search_backend_name = None
    ordering = "-consented_at"
    form_fields: list[str] = []

    @cached_property
    def permission_policy(self) -> ErasurePolicy:
        """Return who may read and erase subscribers."""
        return ErasurePolicy(self.model)


class LettersGroup(ViewSetGroup):
    """The menu “Letters”."""

    menu_label = _("Letters")
    menu_icon = "mail"
    menu_order = 145
    items = (MailingListViewSet("mailing_lists", url_prefix="letters/lists"), SubscriptionViewSet())
