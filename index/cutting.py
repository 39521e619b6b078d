"""Where a text is cut into sentences and passages: offsets alone, no words and no headings.

Kiwi says where sentences begin. Here: sentences that leave nothing of a text out, end where a line
does and are not too long, and groups of them, each of which is to be a passage.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.sourcemap import Span
from index.tokens import Token

# A passage takes whole blocks up to this many characters; a longer block is cut between sentences.
# nDCG@10 of the sample set's development questions at 200, 300, 400, 600 and 900 is .81, .89, .89,
# .89 and .89, of KorQuAD's .962, .964, .964, .964 and .966; what lies above .88 is one or two
# questions apart. One sentence of overlap moves either by no more (`python -m eval.lengths`).
LENGTH = 400
# A sentence longer than this is a table or a list that lost its lines; it is cut at white space.
SENTENCE = 1_000
# What stands before a sentence in its line and is none: (의결), 가., □.
_LABEL = re.compile(
    r"\s*(?:[(\[【〔][^()\[\]\n]{1,20}[)\]】〕]|[가-하]\.|\d{1,2}\.|[□○●◦◇◆▶※])[^\S\n]+"
)
# The Hanja that a sentence begins with; Kiwi takes it for the end of the one before: 新 of 新조약.
_HEAD = re.compile(r"[.!?][\"'”’」』)\]]*\s+([\"'“‘「『(]*[\u4e00-\u9fff]+\s?)\Z")
_LONGEST_HEAD = 24
# What ends no sentence: ‘다시세움’ before its particle, the age in 마순임(72) 씨.
_CLOSING = frozenset("\"'”’」』》〉)]")
_PARTICLE = re.compile(
    r"(?:은|는|이|가|을|를|의|에|와|과|로|으로|도|만|에서|에게|부터|까지|보다|처럼|이라|라|이란|란|고|며"
    r"|라고|라며|라는|이라고|이라며|이라는|이며|이고|인|이다|였다|이었다)(?=[\s,.])"
)
_AGE = re.compile(r"[가-힣](?<![다요])\(\d{1,3}\)\s*\Z")


@dataclass(frozen=True, slots=True)
class Cutting:
    """How passages are cut.

    Args:
        length: characters that a passage of several sentences has at most.
        overlap: sentences that a passage takes from the end of the one before, where both are cut
            from one text that is too long for one.
    """

    length: int = LENGTH
    overlap: int = 0


def cut_sentences(text: str, begins: Iterable[int], length: int) -> list[Span]:
    """Return sentences that hold all of `text` but the white space between them.

    Args:
        text: a block, or several with a line break between any two.
        begins: where a sentence begins, but for the first, which begins with the text.
        length: of the parts of a sentence that is too long for one.
    """
    return [
        part
        for start, after in pairwise((0, *_behind_words(text, begins), len(text)))
        for line in _lines(text, start, after)
        for part in _shortened(text, line, length)
    ]


def _behind_words(text: str, begins: Iterable[int]) -> Iterator[int]:
    """Yield where sentences begin, but for those behind nothing but the label of a point."""
    start = 0
    for begin in (_with_head(text, one) for one in begins if not _goes_on(text, one)):
        line = text.rfind("\n", start, begin) + 1
        if not _LABEL.fullmatch(text, max(start, line), begin):
            yield begin
            start = begin


def _goes_on(text: str, begin: int) -> bool:
    """Tell whether it is a particle written on to a closing mark, or stands behind an age."""
    attached = text[begin - 1 : begin] in _CLOSING and _PARTICLE.match(text, begin)
    return bool(attached or _AGE.search(text, max(0, begin - 9), begin))


def _with_head(text: str, begin: int) -> int:
    head = _HEAD.search(text, max(0, begin - _LONGEST_HEAD), begin)
    return head.start(1) if head else begin


def _lines(text: str, start: int, after: int) -> Iterator[Span]:
    """Yield a sentence, cut where a block ends: a title and what follows it are two."""
    for line in text[start:after].rstrip().split("\n"):
        end = start + len(line)
        if line.strip():
            yield Span(start, end)
        start = end + 1


def _shortened(text: str, sentence: Span, length: int) -> Iterator[Span]:
    """Yield a sentence, cut at white space where it is a list that lost its lines."""
    start, after = sentence
    while after - start > SENTENCE:
        space = max(text.rfind(" ", start, start + length), text.rfind("\n", start, start + length))
        end = space + 1 if space > start else start + length
        yield Span(start, end - (space > start))
        start = end
    yield Span(start, after)


def grouped(size: int, sentences: Sequence[Span], cutting: Cutting) -> Iterator[list[Span]]:
    """Yield the sentences of each passage; passages of one text are about equally long.

    None is over the length of `cutting`, unless it is one sentence, or shared with another.

    Args:
        size: characters of the text.
        sentences: all of its sentences.
        cutting: how passages are cut.
    """
    parts = -(-size // cutting.length)
    group: list[Span] = []
    shared = 0  # sentences of the group that belong to the one before
    for sentence in sentences:
        own = group[shared:]
        length = sentence.end - own[0].start if own else 0
        if length > cutting.length or (length and own[-1].end - own[0].start >= size / parts):
            yield group
            group = group[-cutting.overlap :] if cutting.overlap else []
            shared = len(group)
        group.append(sentence)
    if group:
        yield group


def tokens_inside(sentences: Sequence[Span], tokens: Iterable[Token]) -> dict[Span, list[Token]]:
    """Return the tokens that begin inside of each sentence."""
    inside: dict[Span, list[Token]] = {sentence: [] for sentence in sentences}
    begins = [sentence.start for sentence in sentences]
    for token in tokens:
        at = bisect_right(begins, token.start) - 1
        if at >= 0 and token.start < sentences[at].end:
            inside[sentences[at]].append(token)
    return inside
