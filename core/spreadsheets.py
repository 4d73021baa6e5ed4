"""Make the cells of all exported lists safe, also of Wagtail's own lists and reports."""

from django.utils.functional import Promise
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from core.values.csv_cells import escape_cell
from core.values.xml import xml_text


def csv_cell(text: str | Promise) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return escape_cell(xml_text(str(text)))


def xlsx_cell(text: str | Promise) -> str:
    """Return a text that XML can hold. Wagtail marks it as text, so that it is no formula."""
    return xml_text(str(text))


SpreadsheetExportMixin.custom_value_preprocess[str, Promise] = {
    SpreadsheetExportMixin.FORMAT_CSV: csv_cell,
    SpreadsheetExportMixin.FORMAT_XLSX: xlsx_cell,
}
