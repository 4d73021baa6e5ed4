"""Values that PHP wrote with `serialize()`, as plugins of WordPress store them in custom fields.

Source: https://www.php.net/manual/en/function.serialize.php. Objects are read as their properties;
nothing is ever run.
"""

from collections.abc import Iterator

DEEPEST = 40


def unserialized(text: str) -> object:
    """Return a value as text, number, bool, None or dict; raises ValueError where it is none."""
    reader = _PhpReader(text.strip().encode("utf-8", "surrogatepass"))
    value = reader.value()
    if reader.at != len(reader.data):
        raise ValueError("Something follows the value.")
    return value


def loads_or_empty(text: str) -> object:
    """Return a value, or an empty dict where it cannot be read."""
    try:
        return unserialized(text)
    except ValueError:
        return {}


def entries(value: object) -> list[object]:
    """Return the values of an array of PHP in their order; of anything else none."""
    return list(value.values()) if isinstance(value, dict) else []


class _PhpReader:
    """Lengths are counted in bytes, so bytes are what is read."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.depth = data, 0, 0

    def value(self) -> object:
        """Return the next value."""
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
            self._text()  # The name of its class.
            self._expect(b":")
            return dict(self._pairs())
        raise ValueError(f"There is no such kind of value: {kind[:20]!r}.")

    def _pairs(self) -> Iterator[tuple[object, object]]:
        number = int(self._until(b":"))
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError("It is nested too deeply.")
        self._expect(b"{")
        for _ in range(min(number, len(self.data))):
            key = self.value()
            if isinstance(key, dict):
                raise ValueError("An array is no key.")
            yield key, self.value()
        self._expect(b"}")
        self.depth -= 1

    def _text(self) -> str:
        length = int(self._until(b":"))
        if length < 0:
            raise ValueError("No text is shorter than nothing.")
        self._expect(b'"')
        text = self.data[self.at : self.at + length]
        self.at += length
        self._expect(b'"')
        return text.decode("utf-8", "replace")

    def _until(self, mark: bytes) -> bytes:
        end = self.data.find(mark, self.at)
        if end < 0:
            raise ValueError("It ends too early.")
        found, self.at = self.data[self.at : end], end + len(mark)
        return found

    def _expect(self, mark: bytes) -> None:
        if not self.data.startswith(mark, self.at):
            raise ValueError(f"There should be {mark!r}.")
        self.at += len(mark)
