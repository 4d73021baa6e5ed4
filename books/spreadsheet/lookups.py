"""Look up the snippets that cells name: contributors, topics, imprints, series and bookshops."""

from collections import defaultdict
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext

SEPARATOR = "; "


class SnippetLookup:
    """A cache of snippets by name, which creates missing ones.

    `may_add` returns whether snippets of a model may be created. With `store=False` new snippets
    are not saved: they get negative primary keys, so that rows can refer to them.
    """

    def __init__(
        self, may_add: Callable[[type[Model]], bool] = lambda _model: True, *, store: bool = True
    ) -> None:
        self.may_add, self.store = may_add, store
        self.created: list[Model] = []
        self._cache: dict[type[Model], dict[str, list[Model]]] = {}

    def name(self, entry: Model) -> str:
        """Return the name of a snippet, or its slug if the name is ambiguous."""
        namesakes = self._by_name(type(entry))[_key(entry.name)]
        is_clear = SEPARATOR.strip() not in entry.name and len(namesakes) == 1
        return entry.name if is_clear or not hasattr(entry, "slug") else entry.slug

    def find(self, model: type[Model], text: str) -> Model:
        """Return the snippet with this name or slug, creating it if there is none.

        Raise ValidationError if the name is ambiguous or the user may not add snippets.
        """
        by_name = self._by_name(model)
        found = by_name[_key(text)]
        if not found and hasattr(model, "slug"):
            found = [entry for same in by_name.values() for entry in same if entry.slug == text]
        if len(found) > 1:
            message = gettext(
                "%(count)d entries have the name “%(name)s”. Enter the address of the right one "
                "instead: %(slugs)s."
            )
            slugs = ", ".join(entry.slug for entry in found)
            raise ValidationError(message % {"count": len(found), "name": text, "slugs": slugs})
        return found[0] if found else self._create(model, text)

    def _create(self, model: type[Model], text: str) -> Model:
        if not self.may_add(model):
            message = gettext("There is no %(type)s “%(name)s”, and you may not add one.")
            raise ValidationError(message % {"type": model._meta.verbose_name, "name": text})
        entry = model(name=text)
        entry.full_clean(exclude=["slug"])
        if self.store:
            entry.save()
        else:
            entry.pk = -1 - len(self.created)
        self._by_name(model)[_key(text)].append(entry)
        self.created.append(entry)
        return entry

    def _by_name(self, model: type[Model]) -> dict[str, list[Model]]:
        if model not in self._cache:
            self._cache[model] = defaultdict(list)
            for entry in model.objects.all():
                self._cache[model][_key(entry.name)].append(entry)
        return self._cache[model]


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def split(cell: str) -> list[str]:
    """Return the names in a cell."""
    return [part.strip() for part in cell.split(SEPARATOR.strip()) if part.strip()]
