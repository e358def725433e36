"""Yuan to the fen: Decimal, rounded half up, once, at the end."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from workbook.words.tongue import worded

FEN = Decimal("0.01")


def exact(number: float | str | Decimal) -> Decimal:
    """The decimal number a person typed, out of the double a spreadsheet keeps.

    Excel stores 0.1 as the nearest double; its shortest text is what stood in the cell.

    Examples:
        >>> exact(0.1) + exact(0.2)
        Decimal('0.3')
        >>> exact(3000.0)
        Decimal('3000')
    """
    if isinstance(number, Decimal):
        return number
    if isinstance(number, float):
        return Decimal(int(number)) if number.is_integer() else Decimal(repr(float(number)))
    return Decimal(number)


def yuan(amount: float | str | Decimal) -> Decimal:
    """The amount in yuan with two places, half up.

    Examples:
        >>> yuan("0.125"), yuan(50)
        (Decimal('0.13'), Decimal('50.00'))
    """
    return exact(amount).quantize(FEN, ROUND_HALF_UP)


def said(amount: Decimal) -> str:
    """The amount as people read it.

    Examples:
        >>> said(yuan("1234.5"))
        '1,234.50 元'
    """
    return worded("{amount} 元", amount=f"{yuan(amount):,.2f}")
