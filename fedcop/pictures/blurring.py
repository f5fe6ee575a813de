"""A blurhash: what a picture looks like from afar, in some thirty letters."""

import math
from collections.abc import Sequence
from typing import Final

SIDE: Final = 32  # of the small picture it is made from
_ACROSS: Final = 4
_DOWN: Final = 3
_DIGITS: Final = (
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
)
_DARK: Final = 0.04045  # of sRGB: below it, light and its number grow alike
_DARK_LIGHT: Final = 0.0031308
_Colour = tuple[float, float, float]


def blurhash(pixels: bytes) -> str:
    """Write the blurhash of a picture of 32 by 32 pixels, three bytes each."""
    light = [_to_light(value) for value in pixels]
    factors = [_factor(light, x, y) for y in range(_DOWN) for x in range(_ACROSS)]
    most = max(abs(part) for factor in factors[1:] for part in factor)
    scale = max(0, min(82, int(most * 166 - 0.5)))
    flags = (_ACROSS - 1) + (_DOWN - 1) * 9
    text = _digits(flags, 1) + _digits(scale, 1) + _digits(_average(factors[0]), 4)
    largest = (scale + 1) / 166
    return text + "".join(_digits(_detail(factor, largest), 2) for factor in factors[1:])


def _factor(light: Sequence[float], x: int, y: int) -> _Colour:
    across = [math.cos(math.pi * x * i / SIDE) for i in range(SIDE)]
    down = [math.cos(math.pi * y * j / SIDE) for j in range(SIDE)]
    sums = [0.0, 0.0, 0.0]
    for j in range(SIDE):
        for i in range(SIDE):
            weight, at = across[i] * down[j], 3 * (j * SIDE + i)
            for part in range(3):
                sums[part] += weight * light[at + part]
    share = (1 if x == y == 0 else 2) / (SIDE * SIDE)
    return sums[0] * share, sums[1] * share, sums[2] * share


def _average(colour: _Colour) -> int:
    red, green, blue = map(_from_light, colour)
    return (red << 16) + (green << 8) + blue


def _detail(colour: _Colour, largest: float) -> int:
    red, green, blue = (
        max(0, min(18, math.floor(math.copysign(abs(part / largest) ** 0.5, part) * 9 + 9.5)))
        for part in colour
    )
    return red * 361 + green * 19 + blue


def _to_light(value: int) -> float:
    part = value / 255
    return float(part / 12.92 if part <= _DARK else ((part + 0.055) / 1.055) ** 2.4)


def _from_light(value: float) -> int:
    part = max(0.0, min(1.0, value))
    shade = part * 12.92 if part <= _DARK_LIGHT else 1.055 * part ** (1 / 2.4) - 0.055
    return int(shade * 255 + 0.5)


def _digits(value: int, length: int) -> str:
    return "".join(_DIGITS[value // 83 ** (length - 1 - n) % 83] for n in range(length))
