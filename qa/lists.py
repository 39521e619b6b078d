"""The short answer to a question that asks for several things: a run of names.

어떤 나라들이 참가했나? is answered by 인도와 프랑스, 호주, and not by the first of them.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.sourcemap import Span, squeeze
from index.tokens import Token
from qa.asking import how_many

_NAMES = frozenset(("NNG", "NNP", "XSN", "XPN", "SL", "SH", "XR"))
_BEFORE = frozenset(("MM", "SN", "SSO"))  # 옛 연초창; but 연초창 세 곳 ends before 세
_AND = frozenset(("와", "과", "및", "and"))


def several(text: str, tokens: Sequence[Token], mark: Span, question: str) -> Span:
    """Return the run of names in a sentence that answers, `mark` where it has none.

    It is the one that `mark` is of, else the longest, if it names as many as are asked for; not one
    that the question itself names.

    Args:
        text: the sentence.
        tokens: its analysis, offsets in `text`.
        mark: its span that answers best, taken for a single answer.
        question: what is asked.
    """
    asked = squeeze(question)
    runs = [
        run
        for run in _runs(text, tokens)
        if len(run) > 1 and not any(squeeze(text[a:b]) in asked for a, b in run)
    ]
    spans = {Span(run[0].start, run[-1].end): len(run) for run in runs}
    own = [span for span in spans if span.start < mark.end and mark.start < span.end]
    all_of_them = [span for span, names in spans.items() if names >= how_many(question)]
    if not (found := own or all_of_them):
        return mark
    start, end = max(found, key=spans.__getitem__)
    while start and text[start - 1].isalnum():  # Kiwi may cut a name it does not know
        start -= 1
    return Span(start, end)


def _runs(text: str, tokens: Sequence[Token]) -> Iterator[list[Span]]:
    """Yield the names of a sentence, those joined by a comma, 와 or · as one list."""
    run: list[Span] = []
    for name, after in pairwise([*_names(tokens), None]):
        if name is None:
            break
        run.append(name)
        if after is None or not _joins(text[name.end : after.start]):
            yield run
            run = []


def _joins(between: str) -> bool:
    return between.strip() in (",", "·", "ㆍ", "/", "、") or between.strip(" ,") in _AND


def _names(tokens: Sequence[Token]) -> list[Span]:
    """Return where names stand: runs of nouns without a particle or a numeral between them."""
    found: list[Span] = []
    first: Token | None = None
    last: Token | None = None
    for token in tokens:
        is_name = token.tag in _NAMES and token.form not in _AND
        if last is not None and first is not None and not is_name:
            found.append(Span(first.start, last.end))
            first = last = None
        if is_name:
            first, last = first or token, token
        else:
            first = token if token.tag in _BEFORE else None
    if first is not None and last is not None:
        found.append(Span(first.start, last.end))
    return found
