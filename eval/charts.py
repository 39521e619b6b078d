"""Charts of the report's page as inline SVG: no library, no script, colours by CSS classes.

Each takes numbers and labels and returns markup; labels are escaped by `Markup.format`. Lengths
are in units of the view box; the page scales it to the column.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from markupsafe import Markup

from eval.confidence import Bin
from eval.records import Column, Estimate

_WIDTH = 460
_LABEL, _VALUE = 120, 104  # left and right of the bars
_ROW = 24
_PLOT = 220  # height of a plot with two axes
_LEFT, _RIGHT, _BOTTOM, _TOP = 44, 20, 40, 10
_TICKS = 6  # of an axis, at most
_BARS = 24  # of a histogram


class _Axes(NamedTuple):
    """A plot's frame: from values to places in the view box."""

    x_most: float
    y_most: float
    y_least: float = 0.0  # between two ticks

    def x(self, value: float) -> float:
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * value / self.x_most, 1)

    def y(self, value: float) -> float:
        return round(_PLOT - _BOTTOM - (_PLOT - _BOTTOM - _TOP) * value / self.y_most, 1)


def bars(rows: Sequence[tuple[str, Estimate | None]]) -> Markup:
    """Return a bar a row, from 0 to 1, with its interval as a whisker and its figures beside it."""
    reach = _WIDTH - _LABEL - _VALUE
    marks = Markup("")
    for number, (label, estimate) in enumerate(rows):
        y = number * _ROW
        marks += _text(_LABEL - 8, y + 16, label, "end")
        if estimate is None:
            marks += _text(_LABEL, y + 16, "–")
            continue
        value, low, high = (_LABEL + reach * share for share in estimate)
        marks += Markup(
            '<rect class="track" x="{}" y="{}" width="{}" height="12" rx="2"/>'
            '<rect class="bar" x="{}" y="{}" width="{:.1f}" height="12" rx="2"/>'
            '<path class="whisker" d="M{:.1f} {y}H{:.1f}M{:.1f} {top}v8M{:.1f} {top}v8"/>'
        ).format(
            *(_LABEL, y + 6, reach),
            *(_LABEL, y + 6, value - _LABEL),
            *(low, high, low, high),
            y=y + 12,
            top=y + 8,
        )
        figures = "{:.1f} ({:.0f}–{:.0f})".format(*(100 * share for share in estimate))
        marks += _text(_LABEL + reach + 8, y + 16, figures)
    return _svg(marks, len(rows) * _ROW + 4)


def risk_curve(coverage: Column, risk: Column, x_label: str, y_label: str) -> Markup:
    """Return risk over coverage as a line, both from 0 to 1."""
    axes = _Axes(1.0, 1.0)
    places = (f"{axes.x(x)} {axes.y(y)}" for x, y in zip(coverage, risk, strict=True))
    line = Markup('<path class="line" d="M{}"/>').format("L".join(places))
    return _svg(_frame(axes, x_label, y_label) + line, _PLOT)


def reliability_diagram(bins: Iterable[Bin], x_label: str, y_label: str) -> Markup:
    """Return the share of right answers over their confidence, points as large as their number."""
    axes = _Axes(1.0, 1.0)
    marks = Markup('<path class="ideal" d="M{} {}L{} {}"/>').format(
        axes.x(0), axes.y(0), axes.x(1), axes.y(1)
    )
    for one in bins:
        marks += Markup(
            '<circle class="point" cx="{}" cy="{}" r="{:.1f}"><title>{}</title></circle>'
        ).format(
            axes.x(one.confidence),
            axes.y(one.right),
            3 + one.answers**0.5,
            f"{one.answers}: {one.confidence:.2f} → {one.right:.2f}",
        )
    return _svg(_frame(axes, x_label, y_label) + marks, _PLOT)


def histogram(values: Column, x_label: str, y_label: str) -> Markup:
    """Return how many values fall into each of some ranges of equal width, from 0 on."""
    most = float(values.max()) or 1.0
    counts, edges = np.histogram(values, bins=_BARS, range=(0.0, most))
    axes = _Axes(most, float(counts.max()), y_least=1.0)
    marks = Markup("")
    for count, left, right in zip(counts, edges[:-1], edges[1:], strict=True):
        if count:
            top = axes.y(float(count))
            marks += Markup(
                '<rect class="bar" x="{}" y="{}" width="{:.1f}" height="{:.1f}"/>'
            ).format(axes.x(left), top, axes.x(right) - axes.x(left) - 1, axes.y(0) - top)
    return _svg(_frame(axes, x_label, y_label) + marks, _PLOT)


def ticks(most: float, least: float = 0.0) -> list[float]:
    """Return round values from 0 to `most`, evenly and `least` apart.

    >>> ticks(0.745)
    [0.0, 0.2, 0.4, 0.6]
    """
    power = 10.0 ** math.floor(math.log10(most))
    steps = (power / 5, power / 2, power, 2 * power)
    step = next(one for one in steps if most / one < _TICKS and one >= least)
    return [round(step * number, 9) for number in range(int(most / step + 1e-9) + 1)]


def _frame(axes: _Axes, x_label: str, y_label: str) -> Markup:
    """Return both axes with their ticks and labels."""
    marks = Markup('<path class="axis" d="M{} {}V{}H{}"/>').format(
        _LEFT, _TOP, axes.y(0), _WIDTH - _RIGHT
    )
    for x in ticks(axes.x_most):
        marks += _text(axes.x(x), axes.y(0) + 16, f"{x:g}", "middle")
    for y in ticks(axes.y_most, axes.y_least):
        marks += _text(_LEFT - 6, axes.y(y) + 4, f"{y:g}", "end")
    marks += _text(_WIDTH / 2, _PLOT - 6, x_label, "middle")
    turned = Markup('<text class="name" transform="translate(11 {})rotate(-90)">{}</text>')
    return marks + turned.format(_PLOT / 2 - 14, y_label)


def _text(x: float, y: float, text: str, anchor: str = "start") -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(x, y, anchor, text)


def _svg(marks: Markup, height: int) -> Markup:
    return Markup('<svg viewBox="0 0 {} {}">{}</svg>').format(_WIDTH, height, marks)
