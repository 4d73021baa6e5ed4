"""Prices as readers write them."""

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision

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
# US dollars are “$” to the readers of a list that names its currencies by their signs.
SIGNS = {"USD": "$"}


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
    return price.replace("US$", SIGNS["USD"]) if currency in SIGNS else price
