"""Parse values that PHP wrote with `serialize()`, as plugins store them in custom fields.

Source: https://www.php.net/manual/en/function.serialize.php. Objects are read as dicts of their
properties; no code is run.
"""

from collections.abc import Iterator

MAX_DEPTH = 40
MAX_LINE_BREAKS = 100_000


def loads(text: str) -> object:
    """Return a value as str, int, float, bool, None or dict; raise ValueError if it is invalid."""
    reader = _PhpReader(text.strip().encode("utf-8", "surrogatepass"))
    value = reader.value()
    if reader.at != len(reader.data):
        raise ValueError("There is more after the value.")
    return value


def loads_or_empty(text: str) -> object:
    """Return a value; an empty dict if it is invalid."""
    try:
        return loads(text)
    except ValueError:
        return {}


def array_values(value: object) -> list[object]:
    """Return the values of a PHP array, in order; an empty list for anything else."""
    return list(value.values()) if isinstance(value, dict) else []


class _PhpReader:
    """Reads bytes, as the format counts the length of strings in bytes."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.depth = data, 0, 0

    def value(self) -> object:
        """Read the next value."""
        kind = self._until(b":") if self.data[self.at : self.at + 1] != b"N" else b"N"
        if kind == b"N":
            self._expect(b"N;")
            return None
        if kind == b"b":
            return self._until(b";") == b"1"
        if kind in (b"i", b"d"):
            number = self._until(b";")
            return int(number) if kind == b"i" else float(number)
        if kind == b"s":
            text = self._text()
            self._expect(b";")
            return text
        if kind == b"a":
            return dict(self._pairs())
        if kind == b"O":
            self._text()  # The name of the class.
            self._expect(b":")
            return dict(self._pairs())
        raise ValueError(f"Unknown type {kind[:20]!r}.")

    def _pairs(self) -> Iterator[tuple[object, object]]:
        number = int(self._until(b":"))
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ValueError("The value is nested too deeply.")
        self._expect(b"{")
        for _ in range(min(number, len(self.data))):
            key = self.value()
            if isinstance(key, dict):
                raise ValueError("An array cannot be a key.")
            yield key, self.value()
        self._expect(b"}")
        self.depth -= 1

    def _text(self) -> str:
        length = int(self._until(b":"))
        if length < 0:
            raise ValueError("The length of a string is negative.")
        self._expect(b'"')
        end = self._end_of_text(length)
        text = self.data[self.at : end]
        self.at = end
        self._expect(b'"')
        return text.decode("utf-8", "replace")

    def _end_of_text(self, length: int) -> int:
        """Return the end of a string of so many bytes.

        XML readers turn CRLF into LF, but PHP counted two bytes: then the string is shorter by
        one byte for each line break.
        """
        end = self.at + length
        breaks = self.data.count(b"\n", self.at, end)
        for missing in range(min(breaks, MAX_LINE_BREAKS) + 1):
            at = end - missing
            is_end = self.data[at : at + 2] in (b'";', b'":')
            if is_end and self.data.count(b"\n", self.at, at) >= missing:
                return at
        return end

    def _until(self, mark: bytes) -> bytes:
        end = self.data.find(mark, self.at)
        if end < 0:
            raise ValueError("The value is incomplete.")
        found, self.at = self.data[self.at : end], end + len(mark)
        return found

    def _expect(self, mark: bytes) -> None:
        if not self.data.startswith(mark, self.at):
            raise ValueError(f"Expected {mark!r}.")
        self.at += len(mark)
