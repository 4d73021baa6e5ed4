"""Convert fields, blocks and child rows of a revision to lines; empty values yield none."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Field, Model, prefetch_related_objects
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.admin.panels import InlinePanel, Panel
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from core.blocks.text import CodeBlock
from core.panels import iter_field_panels, label_of
from editorial.comparison.lines import Line, Token, code_lines, text_lines, tokenize
from editorial.comparison.rich_text import rich_text_lines

# The first matching type counts: bool before int, datetime before date.
FORMATTERS: list[tuple[type | tuple[type, ...], Callable[[object], str]]] = [
    (bool, lambda value: gettext("yes") if value else ""),
    (datetime, lambda value: date_format(localtime(value), "l j F Y, H:i")),
    (date, lambda value: date_format(value, "l j F Y")),
    (time, lambda value: value.strftime("%H:%M")),
    (Decimal, lambda value: f"{value.normalize():f}"),
    ((list, tuple), lambda value: "\n".join(map(format_value, value))),
]


def format_value(value: object) -> str:
    """Return a value as text; times are in the time zone of the site."""
    if value is None:
        return ""
    formatted = (format_(value) for type_, format_ in FORMATTERS if isinstance(value, type_))
    return next(formatted, str(value))


def value_lines(label: str, value: object, depth: int = 0) -> Iterator[Line]:
    """Yield the lines of a value. Text is compared by words, everything else as a whole."""
    text = format_value(value)
    if isinstance(value, str):
        yield from text_lines(label, text, depth)
    else:
        yield from (Line(label, (Token(line),), depth) for line in text.splitlines())


def object_tokens(value: Model | None) -> tuple[Token, ...]:
    """Return the name of a related object, marked with its type and key."""
    if value is None:
        return ()
    name = value.get_admin_display_title() if isinstance(value, Page) else str(value)
    type_name = "image" if isinstance(value, AbstractImage) else value._meta.label_lower
    return (Token(name, (("object", type_name, value.pk),)),)


# Fields


def field_lines(field: Field, instance: Model, label: str = "", depth: int = 0) -> Iterator[Line]:
    """Yield the lines of a model field."""
    if field.is_relation:
        if tokens := object_tokens(_related(field, instance)):
            yield Line(label, tokens, depth)
        return
    value = field.value_from_object(instance)
    if isinstance(field, StreamField):
        yield from block_lines(value.stream_block, value, "", depth)
    elif isinstance(field, RichTextField):
        yield from rich_text_lines(value, label, depth)
    else:
        yield from value_lines(label, _choice(field, value), depth)


def _related(field: Field, instance: Model) -> Model | None:
    try:
        return getattr(instance, field.name)
    except ObjectDoesNotExist:  # It was deleted.
        return None


def _choice(field: Field, value: object) -> object:
    """Replace choices by their labels."""
    choices_func = getattr(field, "choices_func", None)  # core.fields.ChoiceListField
    if choices_func and isinstance(value, list):
        return [dict(choices_func()).get(choice, choice) for choice in value]
    return dict(field.flatchoices).get(value, value) if field.choices else value


# Blocks


def block_lines(block: blocks.Block, value: object, label: str, depth: int = 0) -> Iterator[Line]:
    """Yield the lines of a block, read by the first function that matches its type."""
    for block_type, read in READERS:
        if isinstance(block, block_type):
            yield from read(block, value, label, depth)
            return
    yield from value_lines(label, value, depth)


def _read_stream(
    _block: blocks.BaseStreamBlock, value: Iterable, _label: str, depth: int
) -> Iterator[Line]:
    for child in value or ():
        yield from block_lines(child.block, child.value, str(child.block.label), depth)


def _read_struct(
    block: blocks.BaseStructBlock, value: blocks.StructValue, label: str, depth: int
) -> Iterator[Line]:
    yield Line(label, (), depth)
    for name, child in block.child_blocks.items():
        yield from block_lines(child, value.get(name), str(child.label), depth + 1)


def _read_list(block: blocks.ListBlock, value: object, label: str, depth: int) -> Iterator[Line]:
    for child in value.bound_blocks if value else ():
        name = str(child.block.label) or label
        yield from block_lines(child.block, child.value, name, depth)


def _read_rich_text(
    _block: blocks.RichTextBlock, value: object, label: str, depth: int
) -> Iterator[Line]:
    # At the top level without a label: splitting a paragraph block changes nothing for readers.
    name = label if depth else ""
    yield from rich_text_lines(value.source if value else "", name, depth)


def _read_image(
    block: ImageBlock, value: AbstractImage | None, label: str, depth: int
) -> Iterator[Line]:
    if not value:
        return
    names = {name: str(child.label) for name, child in block.child_blocks.items()}
    yield Line(label, object_tokens(value), depth)
    yield from text_lines(names["alt_text"], value.contextual_alt_text or "", depth)
    yield from text_lines(names["decorative"], format_value(bool(value.decorative)), depth)


def _read_table(
    _block: TypedTableBlock, value: TypedTable | None, label: str, depth: int
) -> Iterator[Line]:
    if not value:
        return
    yield Line(label, tuple(tokenize(value.caption or "")), depth)
    headings = [
        (*tokenize(column["heading"] or ""), Token(f" [{column['block'].label}]", ("symbol",)))
        for column in value.columns
    ]
    yield Line(gettext("Columns"), _join(headings, " | "), depth + 1)
    for row in value.rows:
        cells = [block_lines(cell.block, cell.value, "", 0) for cell in row]
        tokens = _join((_join((line.tokens for line in cell), " ↵ ") for cell in cells), " | ")
        yield Line(gettext("Row"), tokens, depth + 1)


def _join(parts: Iterable[tuple[Token, ...]], separator: str) -> tuple[Token, ...]:
    tokens: list[Token] = []
    for number, part in enumerate(parts):
        tokens += [Token(separator, ("symbol",)), *part] if number else part
    return tuple(tokens)


def _read_code(_block: CodeBlock, value: object, label: str, depth: int) -> Iterator[Line]:
    yield from code_lines(label, str(value or ""), depth)


def _read_number(
    _block: blocks.DecimalBlock, value: object, label: str, depth: int
) -> Iterator[Line]:
    # Readers see 1.50 as it was typed; fields are displayed with as many digits as they have.
    yield from value_lines(label, "" if value is None else str(value), depth)


def _read_chooser(
    _block: blocks.ChooserBlock, value: Model | None, label: str, depth: int
) -> Iterator[Line]:
    if tokens := object_tokens(value):
        yield Line(label, tokens, depth)


def _read_choice(
    block: blocks.ChoiceBlock, value: object, label: str, depth: int
) -> Iterator[Line]:
    names = {str(key): str(name) for key, name in block.field.choices}
    yield from text_lines(label, names.get(str(value), format_value(value)) if value else "", depth)


Reader = Callable[[blocks.Block, object, str, int], Iterator[Line]]
# Subclasses before their base classes.
READERS: list[tuple[type[blocks.Block], Reader]] = [
    (CodeBlock, _read_code),
    (ImageBlock, _read_image),
    (blocks.DecimalBlock, _read_number),
    (TypedTableBlock, _read_table),
    (blocks.BaseStructBlock, _read_struct),
    (blocks.BaseStreamBlock, _read_stream),
    (blocks.ListBlock, _read_list),
    (blocks.RichTextBlock, _read_rich_text),
    (blocks.ChooserBlock, _read_chooser),
    (blocks.ChoiceBlock, _read_choice),
]


# Rows


def row_lines(panel: InlinePanel, instance: Model, depth: int = 0) -> Iterator[Line]:
    """Yield the lines of the child rows of a panel, in their order."""
    label = panel.label or panel.heading
    panels = list(iter_field_panels(panel.child_edit_handler))
    rows = list(getattr(instance, panel.relation_name).all())
    fields = [getattr(child, "db_field", None) for child in panels]
    prefetch_related_objects(rows, *(field.name for field in fields if field and field.many_to_one))
    for row in rows:
        yield Line(str(label).capitalize(), (), depth)
        for child in panels:
            yield from panel_lines(child, row, depth + 1)


def panel_lines(panel: Panel, instance: Model, depth: int = 0) -> Iterator[Line]:
    """Yield the lines of the field or the child rows of a panel."""
    if isinstance(panel, InlinePanel):
        yield from row_lines(panel, instance, depth)
    elif panel.field_name != "uuid":  # of a footnote: readers see a number instead
        # The label of a field of the page is displayed by the template.
        yield from field_lines(panel.db_field, instance, label_of(panel) if depth else "", depth)
