"""Parsing, validation and formatting of prices."""

import re
from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

# ISO 4217 codes of the supported currencies, with their names in the Unicode CLDR.
CURRENCIES = [
    ("GBP", "British pounds"),
    ("EUR", "Euros"),
    ("USD", "US dollars"),
    ("AUD", "Australian dollars"),
    ("CAD", "Canadian dollars"),
    ("CHF", "Swiss francs"),
    ("DKK", "Danish kroner"),
    ("INR", "Indian rupees"),
    ("JPY", "Japanese yen"),
    ("NOK", "Norwegian kroner"),
    ("NZD", "New Zealand dollars"),
    ("PLN", "Polish zlotys"),
    ("SEK", "Swedish kronor"),
    ("TRY", "Turkish lira"),
    ("ZAR", "South African rand"),
]
# Replacements for symbols of the CLDR's British locale.
SIGNS = {"US$": "$", "JP¥": "¥"}
# Symbols that editors may type.
TYPED_SIGNS = {"£": "GBP", "€": "EUR", "$": "USD"}
PRICE = re.compile(r"(?P<before>[^\d\s.,-]*)\s*(?P<amount>-?\d+(?:[.,]\d{1,2})?)\s*(?P<after>\D*)")


def format_price(amount: Decimal, currency: str) -> str:
    """Return a price for display: “£5”, “£5.50”, “$7”."""
    digits = get_currency_precision(currency) if amount % 1 else 0
    price = format_currency(
        amount,
        currency,
        format="¤#,##0" + ("." + "0" * digits if digits else ""),
        locale="en_GB",
        currency_digits=False,
    )
    sign = price.rstrip("0123456789.,")
    space = "\N{NO-BREAK SPACE}" if sign.isalpha() else ""
    return SIGNS.get(sign, sign) + space + price.removeprefix(sign)


def check_amount(amount: Decimal, currency: str) -> None:
    """Raise ValidationError if `amount` has more decimal places than the currency."""
    digits = get_currency_precision(currency)
    if -amount.normalize().as_tuple().exponent > digits:
        name = dict(CURRENCIES).get(currency, currency)
        raise ValidationError(
            gettext("A price in %(currency)s must be a whole number.") % {"currency": name}
        )


def read_price(text: str) -> tuple[Decimal, str]:
    """Return the amount and the currency code of a price such as “GBP 5.00”, “£5” or “5,50 €”.

    Raise ValidationError, with a message for the editor, if it is not a valid price.
    """
    match = PRICE.fullmatch(text.strip())
    if not match:
        raise ValidationError(
            gettext("“%(text)s” is not a price. Write it as GBP 5.00.") % {"text": text[:40]}
        )
    before, after = match["before"].strip(), match["after"].strip()
    if before and after:
        raise ValidationError(
            gettext("“%(text)s” has two currencies. Write it as GBP 5.00.") % {"text": text[:40]}
        )
    typed = (before or after).upper()
    currency = TYPED_SIGNS.get(typed, typed)
    if not currency:
        raise ValidationError(
            gettext("“%(text)s” has no currency. Write it as GBP 5.00.") % {"text": text[:40]}
        )
    if currency not in dict(CURRENCIES):
        raise ValidationError(
            gettext("“%(currency)s” is not one of our currencies. Write a price as GBP 5.00.")
            % {"currency": typed[:40]}
        )
    amount = Decimal(match["amount"].replace(",", "."))
    check_amount(amount, currency)
    return amount, currency
