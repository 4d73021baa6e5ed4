"""Whether software that writes or draws by itself had a part in something."""

from django.db import models


class AiUse(models.TextChoices):
    """The part of generative software; empty where it had none."""

    __empty__ = "None"
    ASSISTED = "assisted", "Assisted"
    GENERATED = "generated", "Generated"


# The same in the words of the IPTC's digital source types, which schema.org takes over.
SOURCE_TYPES = {
    AiUse.ASSISTED: "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource",
    AiUse.GENERATED: "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
}
