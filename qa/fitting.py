"""How well documents fit what a question says of them: their kind, who made them, their date.

A document says of itself what it is in its title, its outlet, its file's name, in what was cut from
around its text (보도시점, a byline, a menu), and now and then in its first lines.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.records import Document, Passage, Where
from index.sourcemap import squeeze
from index.tokens import fold
from qa.condition import Condition, Kind

_HEAD = 400  # characters of the source text in which a document tells what it is
# By this a passage counts less whose document fits not at all. Of 75 questions with a condition
# over 30 documents that tell much the same (.15, .3, .5, .7; without: 46) the first quote answers
# 55, 57, 63 and 65, and the first passage holds the answer of 68, 73, 74 and 72 (53).
_UNFIT = 0.5
_OUTLET = re.compile(r"일보|신문|통신|뉴스|방송|타임[즈스]|저널")
_OFFICIAL = re.compile(r"(?:부|처|청|시|도|군|구|은행|위원회)$")
# Of these the name alone tells: a text may speak of any of them. The first that is found counts.
_NAMED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("minutes", re.compile(r"회의록|속기록|의사록|(?m:^minutes\b)|\bminutes of\b")),
    ("editorial", re.compile(
        r"(?<![가-힣])(?:사설|[가-힣]*칼럼|시론|시평|논평|기고문?|오피니언)(?![가-힣])"
        r"|\b(?:editorials?|opinion|columns?)\b"
    )),
)  # fmt: skip
_SIGNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("press", re.compile(
        r"보도\s?자료|(?:보도|배포)\s?(?:시점|일시)|언론에 드리는|\b(?:press|release)\b"
    )),
    ("article", re.compile(r"기자(?:\s|$|\])|\b(?:news|articles?)\b")),
    ("report", re.compile(
        r"보고서|이슈\s?브리프|현안\s?분석|백서|논문|연구(?:원|소|회|실)|본 (?:연구|분석)"
        r"|\breports?\b"
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fits:
    """How well documents fit a condition.

    Args:
        shares: what share of the condition holds of each document, by its id: 0 to 1.
        told: words of the condition by which one of them is named.
    """

    shares: Mapping[str, float]
    told: frozenset[str]

    def weight(self, document: str) -> float:
        """Return what a passage of a document counts: 1 where it fits as well as any."""
        return 1 - _UNFIT * (1 - self.shares[document] / max(self.shares.values()))


def fits(
    condition: Condition, passages: Sequence[Passage], document: Callable[[str], Document]
) -> Fits | None:
    """Return how well the documents of `passages` fit, None where none does in any way."""
    heads = {passage.document: "" for passage in passages}
    for passage in passages:
        if passage.start < _HEAD:
            heads[passage.document] += f"\n{passage.text[:_HEAD]}"
    shares: dict[str, float] = {}
    told: set[str] = set()
    for one, head in ((document(id_), head) for id_, head in heads.items()):
        around = _around(one)
        held = _held(condition, one, around)
        told |= held
        shares[one.id] = _share(condition, one, held, kind_of(one, f"{around}\n{head}"))
    return Fits(shares, frozenset(told)) if any(shares.values()) else None


def narrowed(where: Where, condition: Condition, sources: Iterable[str]) -> Where:
    """Return the filter `where`, narrowed to the outlets and the years that a condition names."""
    named = tuple(one for one in sources if outlets(condition, [one]))
    period = condition.period
    dated = period is not None and len(period.since) == len("2024-06-01")
    return Where(
        since=max(filter(None, (where.since, period.since))) if period and dated else where.since,
        until=min(filter(None, (where.until, period.until))) if period and dated else where.until,
        sources=where.sources or named,
    )


def outlets(condition: Condition, sources: Iterable[str]) -> frozenset[str]:
    """Return the words of a condition that name one of these outlets."""
    bare = [_bare(source) for source in sources if source]
    return frozenset(
        name for name in condition.names if any(_bare(name) in source for source in bare)
    )


def absent(condition: Condition, passages: Iterable[Passage]) -> frozenset[str]:
    """Return the words of a condition that none of these passages holds, nor its title."""
    texts = [_bare(f"{p.title}\n{p.heading}\n{p.text}") for p in passages]
    words = {*condition.names, *condition.title}
    return frozenset(word for word in words if not any(_bare(word) in text for text in texts))


def kind_of(document: Document, said: str) -> Kind:
    """Return what kind of document it is, by what is `said` in it and around it.

    What says nothing else is taken for an article, as most documents are.
    """
    name = fold(f"{document.id.replace('/', ' ')}\n{document.metadata.title}")
    if kind := _told(_NAMED, name):
        return kind
    source = document.metadata.source
    if _OUTLET.search(source):
        return "article"
    if kind := _told(_SIGNS, f"{name}\n{fold(said)}"):
        return kind
    if _OFFICIAL.search(source):
        return "press"
    noted = any(removal.reason == "footnote mark" for removal in document.removals)
    return "report" if noted else "article"


def _told(signs: Iterable[tuple[Kind, re.Pattern[str]]], text: str) -> Kind | None:
    return next((kind for kind, sign in signs if sign.search(text)), None)


def _around(document: Document) -> str:
    """Return what was cut from around the head of a document, but for its front matter."""
    cut = (r for r in document.removals if r.start < _HEAD and r.reason != "front matter")
    return "\n".join(one.excerpt for one in cut)


def _held(condition: Condition, document: Document, around: str) -> set[str]:
    """Return the words of a condition by which a document is named."""
    maker = _bare(f"{document.id}\n{document.metadata.source}\n{around}")
    title = _bare(document.metadata.title)
    where = maker + title if condition.document else maker
    held = {name for name in condition.names if _bare(name) in where}
    return held | {word for word in condition.title if _bare(word) in title}


def _share(condition: Condition, document: Document, held: set[str], kind: Kind) -> float:
    """Return the share of what a condition says that holds of a document."""
    words = {*condition.names, *condition.title}
    date = document.metadata.date
    parts: list[float] = []
    if condition.kind:
        parts.append(float(kind == condition.kind))
    if words:
        parts.append(len(held) / len(words))
    if condition.period:
        parts.append(float(date is not None and condition.period.holds(date)))
    return sum(parts) / len(parts)


def _bare(text: str) -> str:
    return squeeze(fold(text))
