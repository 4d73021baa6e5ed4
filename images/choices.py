"""Choices of images and documents: licences, and the use of generative AI."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _


class AiUse(models.TextChoices):
    """The use of generative AI; empty if there was none."""

    __empty__ = _("None")
    ASSISTED = "assisted", _("Assisted")
    GENERATED = "generated", _("Generated")


# The IPTC's digital source types, as schema.org has adopted them.
SOURCE_TYPES = {
    AiUse.ASSISTED: "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource",
    AiUse.GENERATED: "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
}


class Licence(models.TextChoices):
    """Licence of an image; the codes of Creative Commons licences are those of SPDX."""

    PERMISSION = "permission", _("Used by permission")
    OWN = "own", _("Our own")
    PUBLIC_DOMAIN = "public-domain", _("Public domain")
    CC0 = "CC0-1.0", "CC0 1.0"
    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC_BY_NC = "CC-BY-NC-4.0", "CC BY-NC 4.0"
    CC_BY_ND = "CC-BY-ND-4.0", "CC BY-ND 4.0"
    CC_BY_NC_SA = "CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0"
    CC_BY_NC_ND = "CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0"


# Licences that allow anybody to share the work.
OPEN_LICENCES = [licence for licence in Licence if licence not in (Licence.PERMISSION, Licence.OWN)]
CC_URL = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(?P<kind>[a-z-]+)/(?P<version>4\.0)"
    r"|publicdomain/(?P<public>zero|mark)/1\.0)"
)
PUBLIC = {"zero": Licence.CC0, "mark": Licence.PUBLIC_DOMAIN}


def licence_of(url: str) -> Licence | str:
    """Return the licence for a Creative Commons URL, or an empty string."""
    match = CC_URL.match(url)
    if not match:
        return ""
    if match["public"]:
        return PUBLIC[match["public"]]
    code = f"CC-{match['kind'].upper()}-{match['version']}"
    return code if code in Licence.values else ""


def licence_url(licence: Licence) -> str:
    """Return the URL of a Creative Commons licence, or an empty string."""
    public = {code: kind for kind, code in PUBLIC.items()}
    if licence in public:
        return f"https://creativecommons.org/publicdomain/{public[licence]}/1.0/"
    kind = licence.removeprefix("CC-").removesuffix("-4.0").lower()
    return f"https://creativecommons.org/licenses/{kind}/4.0/" if licence in OPEN_LICENCES else ""
