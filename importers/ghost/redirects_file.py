"""Read the file of redirects that Ghost exports: redirects.json, or redirects.yaml.

Source: https://ghost.org/docs/themes/routing/#redirects
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from importers.ghost.values import as_dict, line
from importers.source.errors import SourceError

MAX_BYTES = 10_000_000
# What a regular expression may have around a path, and before a character of it.
START, END, ESCAPED = re.compile(r"^\^"), re.compile(r"(?:/\?|\\/\?)?\$$"), re.compile(r"\\([/.-])")
IS_EXPRESSION = re.compile(r"[\\^$*+?()\[\]{}|]")
# A line of the YAML that Ghost writes: “301:”, or “  /from: /to”.
STATUS_LINE = re.compile(r"(30[1278]):\s*$")
QUOTED = r"\"[^\"]*\"|'[^']*'"
RULE_LINE = re.compile(rf"\s+({QUOTED}|\S+?)\s*:\s+({QUOTED}|\S+)\s*$")


@dataclass(frozen=True)
class RedirectRule:
    """A redirect: `path` is empty if the source is an expression for several paths."""

    source: str
    target: str
    path: str


def read(file: Path) -> list[RedirectRule]:
    """Return the redirects in a file; raise SourceError."""
    try:
        if file.stat().st_size > MAX_BYTES:
            raise SourceError(f"{file} is too large for a file of redirects.")
        content = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{file} is not a text in UTF-8.") from error
    pairs = (
        _from_yaml(file, content) if file.suffix in (".yaml", ".yml") else _from_json(file, content)
    )
    return [RedirectRule(source, target, exact_path(source)) for source, target in pairs]


def exact_path(source: str) -> str:
    """Return the path that an expression matches; an empty string if it matches several."""
    path = ESCAPED.sub(r"\1", END.sub("", START.sub("", source)))
    return "" if IS_EXPRESSION.search(path) or not path.startswith("/") else path


def _from_json(file: Path, content: str) -> Iterator[tuple[str, str]]:
    try:
        rows = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{file} is not JSON: is it the file of redirects?") from error
    if not isinstance(rows, list):
        raise SourceError(f"{file} is no list of redirects.")
    for at, row in enumerate(map(as_dict, rows), 1):
        source, target = line(row.get("from")), line(row.get("to"))
        if not source or not target:
            raise SourceError(f"{file}: redirect {at} has no “from” or no “to”.")
        yield source, target


def _from_yaml(file: Path, content: str) -> Iterator[tuple[str, str]]:
    for number, text in enumerate(content.splitlines(), 1):
        if not text.strip() or text.lstrip().startswith("#") or STATUS_LINE.match(text):
            continue
        found = RULE_LINE.match(text)
        if not found:
            raise SourceError(f"{file}, line {number}: expected a redirect as “  /from: /to”.")
        yield found[1].strip("\"'"), found[2].strip("\"'")
