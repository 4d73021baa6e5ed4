"""The URL of a Ghost site, for which its export has a placeholder."""

import re
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"__GHOST_URL__/?")


@dataclass(frozen=True)
class SiteUrl:
    """The URL of a site without the final slash; empty if it is unknown."""

    url: str = ""

    def absolute(self, address: str) -> str:
        """Return a path, or a URL with the placeholder, as a URL."""
        is_path = address.startswith("/") and not address.startswith("//")
        return self.url + address if is_path else self.expand(address)

    def expand(self, text: str) -> str:
        """Return a text with the URL in place of the placeholder."""
        return PLACEHOLDER.sub(lambda _: f"{self.url}/", text)
