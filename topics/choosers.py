"""The chooser of topics."""

from core.choosers import entry_chooser
from topics.models import Topic

topic_chooser = entry_chooser("topic_chooser", Topic, "tag", ["name", "kind"])
TopicChooserBlock = topic_chooser.get_block_class("TopicChooserBlock", "topics.choosers")
