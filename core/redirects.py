"""Old addresses lead on to the new ones."""

from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect


def redirect_address(old: str | None, new: str | None) -> None:
    """Lead readers from an address, and from its feed, to where it moved; no chain grows."""
    if not old or not new or old == new:
        return
    for end in ("", "feed/"):
        source, target = urlsplit(old).path + end, urlsplit(new).path + end
        Redirect.objects.filter(old_path=Redirect.normalise_path(target)).delete()
        Redirect.objects.filter(redirect_link=source).update(redirect_link=target)
        Redirect.objects.update_or_create(
            old_path=Redirect.normalise_path(source),
            site=None,
            defaults={"redirect_link": target, "is_permanent": True, "automatically_created": True},
        )
