"""Choices of images and documents: licences, and the use of generative AI."""

import re

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


class Licence(models.TextChoices):
    """Terms on which a picture is used; the Creative Commons codes are those of SPDX."""

    PERMISSION = "permission", "Used by permission"
    OWN = "own", "Our own"
    PUBLIC_DOMAIN = "public-domain", "Public domain"
    CC0 = "CC0-1.0", "CC0 1.0"
    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC_BY_NC = "CC-BY-NC-4.0", "CC BY-NC 4.0"
    CC_BY_ND = "CC-BY-ND-4.0", "CC BY-ND 4.0"
    CC_BY_NC_SA = "CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0"
    CC_BY_NC_ND = "CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0"


# Those on which everybody may pass a work on.
OPEN_LICENCES = [licence for licence in Licence if licence not in (Licence.PERMISSION, Licence.OWN)]
CC_ADDRESS = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(?P<kind>[a-z-]+)/(?P<version>4\.0)"
    r"|publicdomain/(?P<public>zero|mark)/1\.0)"
)
PUBLIC = {"zero": Licence.CC0, "mark": Licence.PUBLIC_DOMAIN}


def licence_of(address: str) -> Licence | str:
    """Return the licence whose deed is at an address of Creative Commons, or nothing."""
    match = CC_ADDRESS.match(address)
    if not match:
        return ""
    if match["public"]:
        return PUBLIC[match["public"]]
    code = f"CC-{match['kind'].upper()}-{match['version']}"
    return code if code in Licence.values else ""


def licence_url(licence: Licence) -> str:
    """Return the address of the deed of a licence of Creative Commons, or nothing."""
    public = {code: kind for kind, code in PUBLIC.items()}
    if licence in public:
        return f"https://creativecommons.org/publicdomain/{public[licence]}/1.0/"
    kind = licence.removeprefix("CC-").removesuffix("-4.0").lower()
    return f"https://creativecommons.org/licenses/{kind}/4.0/" if licence in OPEN_LICENCES else ""
