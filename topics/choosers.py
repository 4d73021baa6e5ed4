"""The chooser of topics, in which everybody may propose one."""

from django.contrib.auth.models import AbstractBaseUser
from wagtail.admin.views.generic.chooser import CreateView
from wagtail.permission_policies import ModelPermissionPolicy

from core.choosers import EntryCreationForm, entry_chooser
from topics.models import Topic


class TopicProposalPolicy(ModelPermissionPolicy):
    """Lets all users of the admin add a topic: for some, it is a proposal."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Return whether a user may choose or add a topic."""
        return action == "add" or super().user_has_permission(user, action)


class TopicCreateView(CreateView):
    """Creates a topic, which is proposed if its user may not add topics."""

    def save_form(self, form: EntryCreationForm) -> Topic:
        """Save the topic, or return the similar one that the user chose."""
        form.instance.is_proposed = not self.request.user.has_perm("topics.add_topic")
        return super().save_form(form)


topic_chooser = entry_chooser(
    "topic_chooser",
    Topic,
    "tag",
    ["name", "kind"],
    create_view_class=TopicCreateView,
    permission_policy=TopicProposalPolicy(Topic),
)
TopicChooserBlock = topic_chooser.get_block_class("TopicChooserBlock", "topics.choosers")
