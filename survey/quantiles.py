"""Quantiles of Student's t, from the regularised incomplete beta function."""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log, log1p, pi
from statistics import NormalDist
from typing import Final

__all__ = ["beta_share", "t_quantile"]

_TINY: Final = 1e-300
_ROUNDING: Final = 1e-15
_NEAR_NORMAL: Final = 10_000_000
"""Degrees of freedom from which t and the normal distribution agree to 1e-6 and better."""


def beta_share(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1.

    Its continued fraction (NIST Handbook of Mathematical Functions, 2010, 8.17.22) by Lentz's
    method; beyond the mean the mirror image converges faster.
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(b, a, 1 - x)
    scale = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
    return exp(scale) / (a * _continued(a, b, x))


def _continued(a: float, b: float, x: float) -> float:
    value, upper, lower = 1.0, 1.0, 0.0
    for step in range(10_000):  # some √max(a, b) are enough
        numerator = _coefficient(a, b, x, step)
        lower = 1 / ((1 + numerator * lower) or _TINY)
        upper = (1 + numerator / upper) or _TINY
        value *= upper * lower
        if abs(upper * lower - 1) < 1e-16 and step:
            break
    return value


def _coefficient(a: float, b: float, x: float, step: int) -> float:
    half, odd = divmod(step + 1, 2)
    if odd:
        return -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
    return half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))


@lru_cache(maxsize=4096)
def t_quantile(probability: float, degrees: int) -> float:
    """Return the value that a t-distributed one stays below with this probability.

    Raises:
        ValueError: not 0 < probability < 1, or degrees < 1.

    """
    if not 0 < probability < 1 or degrees < 1:
        message = f"no quantile {probability} of t with {degrees} degrees of freedom"
        raise ValueError(message)
    if degrees >= _NEAR_NORMAL:
        return NormalDist().inv_cdf(probability)
    size = _beyond(2 * min(probability, 1 - probability), degrees)
    return -size if probability < 0.5 else size


def _beyond(outside: float, degrees: int) -> float:
    """Return t with P(|T| > t) = outside, by Newton's steps from the normal quantile. That lies
    below t, and the tail is convex, so that no step leads beyond: one that leads back is rounding.
    """
    size = max(-NormalDist().inv_cdf(outside / 2), 0.0)
    while (more := (_outside(size, degrees) - outside) / (2 * _density(size, degrees))) > (
        size * _ROUNDING
    ):
        size += more
    return size


def _density(size: float, degrees: int) -> float:
    """Return the density of t."""
    scale = lgamma((degrees + 1) / 2) - lgamma(degrees / 2) - log(degrees * pi) / 2
    return exp(scale - (degrees + 1) / 2 * log1p(size * size / degrees))


def _outside(size: float, degrees: int) -> float:
    """Return P(|T| > size), from whichever end is not rounded away."""
    square = size * size
    if square < degrees:
        return 1 - beta_share(0.5, degrees / 2, square / (degrees + square))
    return beta_share(degrees / 2, 0.5, degrees / (degrees + square))
