"""Redirects from the former URLs of snippets."""

from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect


def add_redirects(old: str | None, new: str | None) -> None:
    """Redirect a URL and that of its feed; redirects to the old URL lead to the new one."""
    if not old or not new or old == new:
        return
    for suffix in ("", "feed/"):
        source, target = urlsplit(old).path + suffix, urlsplit(new).path + suffix
        Redirect.objects.filter(old_path=Redirect.normalise_path(target)).delete()
        Redirect.objects.filter(redirect_link=source).update(redirect_link=target)
        Redirect.objects.update_or_create(
            old_path=Redirect.normalise_path(source),
            site=None,
            defaults={"redirect_link": target, "is_permanent": True, "automatically_created": True},
        )
