"""People, topics, publishers, series and shops, as the cells of a table name them."""

from collections import defaultdict
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db.models import Model

SEPARATOR = "; "


class SnippetLookup:
    """Finds the entries that a table names, and creates those that are new."""

    def __init__(
        self, may_add: Callable[[type[Model]], bool] = lambda _model: True, *, store: bool = True
    ) -> None:
        """Take a function that tells whether entries of a model may be created.

        Those that are not to be stored have keys below nothing, as no row of the database has.
        """
        self.may_add, self.store = may_add, store
        self.created: list[Model] = []
        self._known: dict[type[Model], dict[str, list[Model]]] = {}

    def name(self, entry: Model) -> str:
        """Return what names an entry and no other: its name, or else its address."""
        is_clear = SEPARATOR.strip() not in entry.name and len(self._named(entry)) == 1
        return entry.name if is_clear or not hasattr(entry, "slug") else entry.slug

    def find(self, model: type[Model], text: str) -> Model:
        """Return the entry of that name or address, a new one where there is none.

        Raises ValidationError where several are meant, or nobody may add it.
        """
        found = self._of(model)[_key(text)]
        if not found and hasattr(model, "slug"):
            found = [entry for entry in self._all(model) if entry.slug == text]
        if len(found) > 1:
            raise ValidationError(
                f"There are {len(found)} of the name “{text}”. Write the end of the address of "
                f"the one that is meant: {', '.join(entry.slug for entry in found)}."
            )
        return found[0] if found else self._create(model, text)

    def _create(self, model: type[Model], text: str) -> Model:
        what = model._meta.verbose_name
        if not self.may_add(model):
            raise ValidationError(f"There is no {what} “{text}”, and you may not add one.")
        entry = model(name=text)
        entry.full_clean(exclude=["slug"])
        if self.store:
            entry.save()
        else:
            entry.pk = -1 - len(self.created)
        self._of(model)[_key(text)].append(entry)
        self.created.append(entry)
        return entry

    def _named(self, entry: Model) -> list[Model]:
        return self._of(type(entry))[_key(entry.name)]

    def _all(self, model: type[Model]) -> list[Model]:
        return [entry for entries in self._of(model).values() for entry in entries]

    def _of(self, model: type[Model]) -> dict[str, list[Model]]:
        if model not in self._known:
            self._known[model] = defaultdict(list)
            for entry in model.objects.all():
                self._known[model][_key(entry.name)].append(entry)
        return self._known[model]


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def split(cell: str) -> list[str]:
    """Return the names in a cell."""
    return [part.strip() for part in cell.split(SEPARATOR.strip()) if part.strip()]
