"""Storage of static files: hashed, compressed, and with the style sheets bundled into one."""

import re
from collections.abc import Iterator

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

MAIN_SHEET = "css/main.css"
IMPORT = re.compile(
    r'@import url\("(?P<name>[\w./-]+)"\) layer\((?P<layer>\w+)\)(?: (?P<media>\w+))?;'
)
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class ThemeStorage(CompressedManifestStaticFilesStorage):
    """Static files storage that inlines the `@import` rules of the main style sheet.

    Imports block rendering until the browser has loaded the main sheet and then all others.
    """

    def post_process(self, paths: dict, dry_run: bool = False, **options: object) -> Iterator:
        """Bundle the style sheets, then hash and compress all files."""
        if not dry_run and MAIN_SHEET in paths:
            self.delete(MAIN_SHEET)
            self._save(MAIN_SHEET, ContentFile(bundle(paths).encode()))
            paths = paths | {MAIN_SHEET: (self, MAIN_SHEET)}
        yield from super().post_process(paths, dry_run, **options)


def bundle(paths: dict) -> str:
    """Return the main style sheet with its imports replaced by their content, in layers."""

    def read_sheet(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return COMMENT.sub("", file.read().decode())

    def inline(match: re.Match) -> str:
        rules = f"@layer {match['layer']} {{\n{read_sheet('css/' + match['name'])}}}"
        return f"@media {match['media']} {{\n{rules}\n}}" if match["media"] else rules

    return IMPORT.sub(inline, read_sheet(MAIN_SHEET))
