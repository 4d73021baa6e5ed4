"""How the theme's files are published: hashed, compressed, and its style sheets as one."""

import re
from collections.abc import Iterator

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/main.css"
IMPORT = re.compile(
    r'@import url\("(?P<name>[\w./-]+)"\) layer\((?P<layer>\w+)\)(?: (?P<media>\w+))?;'
)
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class ThemeStorage(CompressedManifestStaticFilesStorage):
    """Publishes the sheets that the main one imports within it, in their layers.

    A browser that has to read one sheet to learn of twenty others shows nothing meanwhile. The
    files stay apart where people work on them.
    """

    def post_process(self, paths: dict, dry_run: bool = False, **options: object) -> Iterator:
        """Bundle the sheet, then hash and compress all files."""
        if not dry_run and SHEET in paths:
            self.delete(SHEET)
            self._save(SHEET, ContentFile(bundle(paths).encode()))
            paths = paths | {SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run, **options)


def bundle(paths: dict) -> str:
    """Return the main sheet with every sheet that it imports in the import's place."""

    def sheet(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return COMMENT.sub("", file.read().decode())

    def inline(match: re.Match) -> str:
        rules = f"@layer {match['layer']} {{\n{sheet('css/' + match['name'])}}}"
        return f"@media {match['media']} {{\n{rules}\n}}" if match["media"] else rules

    return IMPORT.sub(inline, sheet(SHEET))
