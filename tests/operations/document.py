"""The commands of docs/operating.md."""

import re

from site_config.settings.environment import PROJECT

TEXT = (PROJECT / "docs/operating.md").read_text()


def commands(*beginnings):
    """Return the commands in blocks of the document, and in its table, that begin so."""
    blocks = "\n".join(re.findall(r"^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL))
    lines = [line for line in blocks.splitlines() if line.strip()]
    lines += re.findall(r"^\|.*\| `([a-z]+(?:\.py)? .+?)`", TEXT, re.MULTILINE)
    return [line for line in lines if line.startswith(beginnings)] if beginnings else lines
