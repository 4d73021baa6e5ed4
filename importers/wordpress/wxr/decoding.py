"""The text of an export file, whatever its bytes are: in parts, and mended where it breaks XML.

WordPress writes UTF-8, and puts into it whatever was pasted into a text: control characters that
XML forbids, and bytes of Windows-1252.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from pathlib import Path

PART = 1 << 20  # Bytes that are read at once.
DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What no XML 1.0 document may have (https://www.w3.org/TR/xml/#charsets).
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# Takes the line, counted from 1, and what was wrong there, in a sentence.
Complain = Callable[[int, str], None]


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Read what is no UTF-8 as Windows-1252, of which it mostly is."""
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error("as-windows-1252", _as_windows)


def decoded(path: Path, on_warning: Complain) -> Iterator[str]:
    """Yield the text of a file in parts; each sort of mend is told once, with its first line."""
    with path.open("rb") as file:
        encoding = _encoding(file.read(1024), on_warning)
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)("as-windows-1252")
        strict = codecs.getincrementaldecoder(encoding)("strict")
        line, told = 1, set()
        while True:
            data = file.read(PART)
            text = decoder.decode(data, final=not data)
            strict = strict and _still_strict(strict, data, line, on_warning)
            found = FORBIDDEN.search(text)
            if found and FORBIDDEN not in told:
                told.add(FORBIDDEN)
                on_warning(
                    line + text.count("\n", 0, found.start()), "Control characters left out."
                )
            yield FORBIDDEN.sub("", text) if found else text
            line += text.count("\n")
            if not data:
                return


def _encoding(start: bytes, on_warning: Complain) -> str:
    """Return the encoding of a file by its first bytes: its mark, what it declares, or UTF-8."""
    for mark, name in BYTE_ORDER_MARKS.items():
        if start.startswith(mark):
            return name
    declared = DECLARED.search(start)
    name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        # One that needs two bytes for a letter could not have been read so far.
        return name if codecs.lookup(name).encode("<?")[0] == b"<?" else "utf-8"
    except (LookupError, TypeError):
        on_warning(1, f"The encoding “{name}” is not known; read as UTF-8.")
        return "utf-8"


def _still_strict(
    strict: codecs.IncrementalDecoder, data: bytes, line: int, on_warning: Complain
) -> codecs.IncrementalDecoder | None:
    """Tell of the first bytes that are none of the encoding; None from then on."""
    try:
        strict.decode(data, final=not data)
    except UnicodeError as error:
        at = line + error.object.count(b"\n", 0, error.start)
        on_warning(at, "Bytes that are no UTF-8 were read as Windows-1252.")
        return None
    return strict
