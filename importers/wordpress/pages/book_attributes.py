"""Read the attributes of a product of WooCommerce: its author, its publisher, its language.

Source: woocommerce/includes/class-wc-product-attribute.php.
"""

from importers.resolver import plain_text
from importers.source import php
from importers.source.records import Item

# How PHP stores false.
UNSET = ("0", "", "False", "None")


def attributes(item: Item) -> list[tuple[str, str, bool]]:
    """Return a product's attributes, from its custom field and its terms.

    Each is a name, a value, and whether readers saw it; those that tell variations apart are
    formats.
    """
    data = php.loads_or_empty(item.get("_product_attributes"))
    rows = [row for row in php.array_values(data) if isinstance(row, dict)]
    found = [(str(row.get("name") or ""), str(row.get("value") or "")) for row in rows]
    hidden = {
        name
        for (name, _value), row in zip(found, rows, strict=True)
        if str(row.get("is_visible", 1)) in UNSET or str(row.get("is_variation", 0)) not in UNSET
    }
    found += [(taxonomy, name) for taxonomy, _slug, name in item.terms if taxonomy[:3] == "pa_"]
    return [
        (_attribute_name(name), plain_text(value), name not in hidden)
        for name, value in found
        if plain_text(value)
    ]


def _attribute_name(name: str) -> str:
    """Return the name of an attribute, which is a slug if its values are terms."""
    is_slug = name.lower().startswith("pa_")
    return name[3:].replace("-", " ").strip().capitalize() if is_slug else name.strip()
