"""Decode an export file, repairing what is invalid in XML.

WordPress writes UTF-8, but copies what was pasted into a post: control characters that XML
forbids, and bytes of Windows-1252.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from pathlib import Path

CHUNK_BYTES = 1 << 20
DECLARED_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Source: https://www.w3.org/TR/xml/#charsets.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# Called with a line number, from 1, and a sentence.
OnWarning = Callable[[int, str], None]


def _decode_as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    invalid = error.object[error.start : error.end]
    return invalid.decode("cp1252", "replace"), error.end


codecs.register_error("as-windows-1252", _decode_as_windows_1252)


def decode_file(path: Path, on_warning: OnWarning) -> Iterator[str]:
    """Yield the text of a file in chunks; warn of the first line of each kind of repair."""
    with path.open("rb") as file:
        encoding = _encoding(file.read(1024), on_warning)
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)("as-windows-1252")
        strict = codecs.getincrementaldecoder(encoding)("strict")
        line, has_warned = 1, False
        while True:
            data = file.read(CHUNK_BYTES)
            text = decoder.decode(data, final=not data)
            strict = strict and _warn_of_invalid_bytes(strict, data, line, on_warning)
            found = FORBIDDEN.search(text)
            if found and not has_warned:
                has_warned = True
                on_warning(
                    line + text.count("\n", 0, found.start()), "Control characters left out."
                )
            yield FORBIDDEN.sub("", text) if found else text
            line += text.count("\n")
            if not data:
                return


def _encoding(start: bytes, on_warning: OnWarning) -> str:
    """Return the encoding by the byte order mark or the XML declaration; UTF-8 by default."""
    for mark, name in BYTE_ORDER_MARKS.items():
        if start.startswith(mark):
            return name
    declared = DECLARED_ENCODING.search(start)
    name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        # An encoding with two bytes a character is a mistake: the declaration was read as ASCII.
        return name if codecs.lookup(name).encode("<?")[0] == b"<?" else "utf-8"
    except (LookupError, TypeError):
        on_warning(1, f"The encoding “{name}” is unknown; read as UTF-8.")
        return "utf-8"


def _warn_of_invalid_bytes(
    strict: codecs.IncrementalDecoder, data: bytes, line: int, on_warning: OnWarning
) -> codecs.IncrementalDecoder | None:
    """Warn of invalid bytes; return the strict decoder, or None once it has failed."""
    try:
        strict.decode(data, final=not data)
    except UnicodeError as error:
        at = line + error.object.count(b"\n", 0, error.start)
        on_warning(at, "Bytes that are not UTF-8 were read as Windows-1252.")
        return None
    return strict
