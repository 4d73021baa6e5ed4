"""The chooser of topics, in which everybody may propose one."""

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext
from wagtail.admin.views.generic.chooser import ChosenMultipleView, ChosenView, CreateView
from wagtail.admin.widgets import BaseChooser
from wagtail.permission_policies import ModelPermissionPolicy

from core.choosers import ChooseEntryView, EntryCreationForm, entry_chooser
from topics.models import Topic


def display_name(topic: Topic) -> str:
    """Return the name of a topic for editors, with whether it is a proposal."""
    return gettext("%(name)s (proposed)") % {"name": topic} if topic.is_proposed else str(topic)


class TopicProposalPolicy(ModelPermissionPolicy):
    """Lets all users of the admin add a topic: for some, it is a proposal."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Return whether a user may choose or add a topic."""
        return action == "add" or super().user_has_permission(user, action)


class ProposalMixin:
    """Says that a topic is a proposal if its user may not add topics."""

    @property
    def is_proposal(self) -> bool:
        """Whether an editor has still to accept the topic."""
        return not self.request.user.has_perm("topics.add_topic")

    def get_creation_form_context_data(self, form: EntryCreationForm) -> dict[str, object]:
        """Return the context of the form, in the words of a proposal."""
        context = super().get_creation_form_context_data(form)
        if self.is_proposal:
            form.fields["name"].help_text = gettext(
                "You propose this topic. An editor accepts it, or chooses another one."
            )
            context["create_action_label"] = gettext("Propose")
        return context


class MarkedProposals:
    """Marks proposed topics in what the form of a page displays of its choices."""

    def get_display_title(self, instance: Topic) -> str:
        """Return the name of a topic."""
        return display_name(instance)


class TopicWidget(MarkedProposals, BaseChooser):
    """The field that displays the chosen topic."""


class ChosenTopicView(MarkedProposals, ChosenView):
    """Returns the chosen topic to the form."""


class ChosenTopicsView(MarkedProposals, ChosenMultipleView):
    """Returns several chosen topics to the form."""


class TopicCreateView(MarkedProposals, ProposalMixin, CreateView):
    """Creates a topic."""

    def save_form(self, form: EntryCreationForm) -> Topic:
        """Save the topic, or return the similar one that the user chose."""
        form.instance.is_proposed = self.is_proposal
        return super().save_form(form)


class ChooseTopicView(ProposalMixin, ChooseEntryView):
    """The dialog, with the form for a new topic."""


topic_chooser = entry_chooser(
    "topic_chooser",
    Topic,
    "tag",
    ["name", "kind"],
    base_widget_class=TopicWidget,
    choose_view_class=ChooseTopicView,
    chosen_view_class=ChosenTopicView,
    chosen_multiple_view_class=ChosenTopicsView,
    create_view_class=TopicCreateView,
    permission_policy=TopicProposalPolicy(Topic),
)
TopicChooserBlock = topic_chooser.get_block_class("TopicChooserBlock", "topics.choosers")
