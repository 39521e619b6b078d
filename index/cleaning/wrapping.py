"""How the lines of a text are wrapped: at one width, wherever it suited somebody, or not at all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap

from index.cleaning.lines import ends_sentence, width
from index.cleaning.spacing import leaves_off, needs_space
from index.records import Block

# Wrapped text: lines of much the same width, most of which end in mid-sentence.
_LINES = 8
_WIDEST = 140
FULL = 0.85
_SHARE_FULL = 0.4
_SHARE_OPEN = 0.5
# Lines that are all cut at one place were wrapped there, however many short ones stand around.
_EVEN, _EVEN_WIDTH, _EVEN_LINES, _SHARE_EVEN = 0.8, 0.95, 5, 0.2
# Lines that somebody broke where it suited: most are open, and so many leave off where no point of
# an outline ends.
_RAGGED, _RAGGED_OPEN, _LEFT_OFF = 0.6, 0.6, 0.25
# So much of the text stands in full lines, where headings and cells of tables are many lines.
_SHARE_TEXT = 0.55
# Where at least this share of full lines keeps its last space, a line without one broke a word.
_TOLD = 0.1
# A space is missing behind this share of the others, of so many: not all of them kept it.
_SOME, _ASKED = 0.2, 60


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text is wrapped.

    Args:
        columns: width of a full line; 0 where the text is not wrapped.
        least: share of it that a line has at least which is as wide as the wrapping lets it be.
        gap: blank lines that stand between any two lines.
        told: whether lines keep the space on which they broke.
        some: whether only some of them do, so that a line without one tells nothing.
        words: whether lines break between words only.
    """

    columns: int = 0
    least: float = FULL
    gap: int = 0
    told: bool = False
    some: bool = False
    words: bool = False

    def full(self, line: Block) -> bool:
        """Tell whether `line` is as wide as the wrapping lets it be."""
        return bool(self.columns) and width(line.text.text) >= self.least * self.columns


def wrapping(lines: Sequence[Block]) -> Wrapping:
    """Return how `lines` are wrapped."""
    if len(lines) < _LINES:
        return Wrapping()
    widths = sorted(width(line.text.text) for line in lines)
    columns = widths[int(0.9 * (len(widths) - 1))]
    if columns > _WIDEST or widths[-1] > 1.5 * columns:
        return Wrapping()
    least = FULL if _is_wrapped(lines, columns, FULL) else _RAGGED
    if least == _RAGGED and not _is_ragged(lines, columns):
        return Wrapping()
    full = _full(lines, columns, least)
    gaps = Counter(line.gap for line in lines[1:])
    kept = sum(line.text.text[-1:].isspace() for line in full)
    told = _TOLD <= kept / len(full) <= 1 - _TOLD
    some = told and _misses_spaces(lines, columns, least)
    return Wrapping(columns, least, gaps.most_common(1)[0][0], told, some)


def _misses_spaces(lines: Sequence[Block], columns: int, least: float) -> bool:
    """Tell whether many of the full lines that keep no space end with a word."""
    joints = [
        (line.text.text, below.text.text.strip())
        for line, below in pairwise(lines)
        if below.gap == 0
        and width(line.text.text) >= least * columns
        and not (line.text.text[-1:].isspace() or ends_sentence(line.text.text))
    ][:_ASKED]
    return sum(starmap(needs_space, joints)) > _SOME * len(joints)


def _is_wrapped(lines: Sequence[Block], columns: int, least: float) -> bool:
    """Tell whether enough of `lines` are full, and enough of those end in mid-sentence."""
    full = _full(lines, columns, least)
    open_ = sum(not ends_sentence(line.text.text.rstrip()) for line in full)
    share = _SHARE_OPEN if least == FULL else _RAGGED_OPEN
    return _many(full, lines, columns) and open_ >= share * len(full)


def _is_ragged(lines: Sequence[Block], columns: int) -> bool:
    """Tell whether lines of many widths are broken in mid-sentence."""
    if not _is_wrapped(lines, columns, _RAGGED):
        return False
    full = _full(lines, columns, _RAGGED)
    return sum(starmap(_leaves_off, pairwise(lines))) >= _LEFT_OFF * len(full)


def _leaves_off(line: Block, below: Block) -> bool:
    return below.gap == 0 and leaves_off(line.text.text, below.text.text)


def _full(lines: Sequence[Block], columns: int, least: float) -> list[Block]:
    return [line for line in lines if width(line.text.text) >= least * columns]


def _many(full: Sequence[Block], lines: Sequence[Block], columns: int) -> bool:
    """Tell whether so many lines are full, or hold so much of the text, that it is wrapped."""
    share = _SHARE_EVEN if _even(full, columns) else _SHARE_FULL
    if len(full) >= share * len(lines):
        return True
    text = sum(width(line.text.text) for line in lines)
    return sum(width(line.text.text) for line in full) >= _SHARE_TEXT * text


def _even(full: Sequence[Block], columns: int) -> bool:
    """Tell whether full lines are of so much one width that only wrapping makes them so."""
    even = sum(width(line.text.text) >= _EVEN_WIDTH * columns for line in full)
    return len(full) >= _EVEN_LINES and even >= _EVEN * len(full)
