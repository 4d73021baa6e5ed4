"""Prices as readers write them."""

import re
from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision
from django.core.exceptions import ValidationError

# ISO 4217 codes of the currencies that a price can be given in; names as in the Unicode CLDR.
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
# What the signs of the CLDR for Britain become in a list that names several currencies.
SIGNS = {"US$": "$", "JP¥": "¥"}
# Signs that mean one currency to those who type them here.
TYPED_SIGNS = {"£": "GBP", "€": "EUR", "$": "USD"}
PRICE = re.compile(r"(?P<before>[^\d\s.,-]*)\s*(?P<amount>-?\d+(?:[.,]\d{1,2})?)\s*(?P<after>\D*)")


def format_price(amount: Decimal, currency: str) -> str:
    """Return a price as it is printed: “£5”, “£5.50”, “$7”."""
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
    """Refuse parts of a coin that there is not; raises ValidationError."""
    digits = get_currency_precision(currency)
    if -amount.normalize().as_tuple().exponent > digits:
        name = dict(CURRENCIES).get(currency, currency)
        raise ValidationError(f"{name} have no smaller coins: give a whole number.")


def read_price(text: str) -> tuple[Decimal, str]:
    """Return the amount and the currency of a price: “GBP 5.00”, “£5”, “5,50 €”.

    Raises ValidationError, with a sentence for the editor, where it is no such price.
    """
    match = PRICE.fullmatch(text.strip())
    if not match:
        raise ValidationError(f"“{text[:40]}” is no price. Write it as GBP 5.00.")
    before, after = match["before"].strip(), match["after"].strip()
    if before and after:
        raise ValidationError(f"“{text[:40]}” names two currencies. Write it as GBP 5.00.")
    typed = (before or after).upper()
    currency = TYPED_SIGNS.get(typed, typed)
    if not currency:
        raise ValidationError(f"“{text}” does not say in which currency. Write it as GBP 5.00.")
    if currency not in dict(CURRENCIES):
        raise ValidationError(
            f"There is no currency “{typed[:40]}” here. Write a price as GBP 5.00."
        )
    amount = Decimal(match["amount"].replace(",", "."))
    check_amount(amount, currency)
    return amount, currency
