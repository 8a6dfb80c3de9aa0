"""Amounts: exact minor units, never a float."""

import re

from connector_service import v1
from connector_service._tables import CURRENCY_DIGITS

_FORM = re.compile(r"(-?)(\d+)(?:\.(\d+))?", re.ASCII)


def money(currency: str, amount: str) -> v1.Money:
    """``money("EUR", "10.00")``, ``money("JPY", "500")``. ValueError for what ISO 4217 does not have."""
    digits = CURRENCY_DIGITS.get(currency)
    if digits is None:
        raise ValueError(f"ISO 4217 has no currency {currency!r}")
    parts = _FORM.fullmatch(amount)
    if parts is None:
        raise ValueError(f'{amount!r} is no amount such as "10.00"')
    sign, whole, fraction = parts.group(1), parts.group(2), parts.group(3) or ""
    if len(fraction) > digits:
        raise ValueError(f"{currency} has {digits} digits behind the point")
    units = int(sign + whole + fraction.ljust(digits, "0"))
    if not -(2**63) <= units < 2**63:
        raise ValueError("the amount is too large")
    return v1.Money(currency=currency, minor_units=units)


def decimal(amount: v1.Money) -> str:
    """``"10.00"``. ValueError for a currency that ISO 4217 does not have."""
    digits = CURRENCY_DIGITS.get(amount.currency)
    if digits is None:
        raise ValueError(f"ISO 4217 has no currency {amount.currency!r}")
    sign = "-" if amount.minor_units < 0 else ""
    text = str(abs(amount.minor_units)).rjust(digits + 1, "0")
    return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)
