"""What is known of a candidate as the short answer to a question: the numbers that trees weigh."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.tokens import Token, fold, term_of, terms_of
from qa.alignment import Likeness
from qa.countries import COUNTRIES
from qa.spans.anatomy import WORDS, Anatomy, same_particle
from qa.spans.candidates import Candidate, base

_TAGS = (
    "NNG", "NNP", "NNB", "NR", "NP", "SN", "SL", "SH", "XPN", "XSN", "XR", "MM", "MAG", "ETN", "SW",
    "SSO", "SSC", "SS", "SP", "SO", "SF", "SE", "SB", "JKS", "JKC", "JKG", "JKO", "JKB", "JKV",
    "JKQ", "JX", "JC", "VV", "VA", "VX", "VCP", "VCN", "EP", "EF", "EC", "ETM", "XSV", "XSA",
)  # fmt: skip
_PARTICLES = (
    "은", "는", "이", "가", "을", "를", "의", "에", "에서", "에게", "로", "으로", "와", "과", "도",
    "이다", "부터", "까지", "라는", "라고", "보다", "만", "처럼", "이나", "나", "며", "고",
)  # fmt: skip

_DATE = re.compile(
    r"\d+\s?(?:년|월|일|세기|년대)|\d{1,2}/\d{1,2}|(?:19|20)\d\d[.\-]|지난달|작년|올해|지난해|이듬해|요일"
)
_TIME = re.compile(r"\d+\s?(?:시|분|초)(?!간)")
_COUNT = re.compile(r"\d[\d,.]*\s?[십백천만억조]*\s?[가-힣a-zA-Z%℃㎞]+$")
_NUMBER = re.compile(r"[\d,.]+$")
_PLACE = re.compile(
    r"(?:시|도|군|구|읍|면|동|리|섬|산|강|역|항|국|주|성|궁|사|원|관|장|공항|대학교|학교|병원|공원|지역|광장)$"
)
_REGIONS = frozenset((*COUNTRIES, "유럽", "아시아", "아프리카", "중동"))
_BODY = re.compile(
    r"(?:당|청|부|처|회|원|사|단|국|위|위원회|협회|은행|그룹|연맹|재단|기업|팀|군|법원)$"
)
_ROLES = re.compile(
    r"(?:대통령|총리|장관|차관|위원장|대표|의장|총장|시장|지사|회장|사장|원장|교수|박사|의원|대사|감독|선수|왕|"
    r"기자|서기|부장|단장|대변인|황제|장군|대장|소장|중장|작가|배우|가수|씨)$"
)
_OPENING, _CLOSING = "‘“'\"《〈「『<(", "’”'\"》〉」』>)"
CLASSES = (
    "date", "time", "count", "number", "quoted", "latin", "hanja", "role", "name", "place", "body",
    "common", "other",
)  # fmt: skip

# At this distance in tokens a word of the question counts half.
_HALF = 4
_BREAKS = ("EC", "SP", "EF", "SF")
# How many numbers `features` returns, and which of them are the class and what the prior gives it.
WIDTH, CLASS, PRIOR = 67, 0, 1

Terms = Mapping[str, float]
Likenesses = Mapping[str, Likeness]
Floats = NDArray[np.float64]


class Gaps(NamedTuple):
    """For each token of a sentence, 1 over the distance to the next one of some tokens, else 0."""

    before: Sequence[float]
    behind: Sequence[float]

    @classmethod
    def to(cls, places: Sequence[int], length: int) -> Self:
        """Return how near the tokens at `places` are in a sentence of this length."""
        gaps = np.arange(length)[:, None] - np.array(places, int)
        near = 1 / np.maximum(np.abs(gaps), 1)
        sides = (np.where(side, near, 0.0) for side in (gaps > 0, gaps < 0))
        return cls(*(side.max(axis=1, initial=0.0).tolist() for side in sides))


class Told(NamedTuple):
    """What of a question the tokens of a sentence tell, and what is told around each of them.

    Args:
        shares: of the question, what each token tells.
        before: `before[i]` sums the shares of the tokens before i, each by its distance.
        behind: likewise those behind i.
        sums: `sums[i]` is what all tokens before i tell; one longer than the others.
        gaps: to the tokens that tell anything.
    """

    shares: Sequence[float]
    before: Sequence[float]
    behind: Sequence[float]
    sums: Sequence[float]
    gaps: Gaps

    @classmethod
    def of(cls, shares: Floats) -> Self:
        """Return what these shares amount to."""
        places = np.arange(len(shares))
        gaps = places[:, None] - places
        near = 1 / (1 + np.abs(gaps) / _HALF)
        before, behind = np.where(gaps > 0, near, 0.0), np.where(gaps < 0, near, 0.0)
        told = np.flatnonzero(shares).tolist()
        return cls(
            shares.tolist(),
            (before @ shares).tolist(),
            (behind @ shares).tolist(),
            np.cumsum([0.0, *shares]).tolist(),
            Gaps.to(told, len(shares)),
        )

    def between(self, start: int, end: int) -> float:
        """Return what the tokens from `start` to before `end` tell."""
        return self.sums[end] - self.sums[start]


class Around(NamedTuple):
    """A sentence with what the question has in common with it, reckoned once for all candidates.

    Args:
        words: what its tokens tell of the question in the question's own words.
        alike: what they tell of it in any words, or another language.
        likeness: of each token and what it is most like in the question, up to 1.
        content: of each token, whether it has a term.
        predicates: the gaps to the question's predicate; `focuses` those to its focus.
        starts: where each token's clause begins; `ends` the clause break behind it.
    """

    text: str
    tokens: Sequence[Token]
    words: Told
    alike: Told
    likeness: Sequence[float]
    content: Sequence[bool]
    predicates: Gaps
    focuses: Gaps
    starts: Sequence[int]
    ends: Sequence[int]
    asked: Anatomy


def look_around(
    text: str, tokens: Sequence[Token], asked: Anatomy, terms: Terms, likenesses: Likenesses
) -> Around:
    """Return what all candidates of a sentence share.

    Args:
        text: the sentence.
        tokens: its analysis, offsets in `text`.
        asked: the question taken apart.
        terms: the question's terms and their weights.
        likenesses: how like the question the sentence's terms are; where none is known, only the
            question's own terms are.
    """
    held = [terms_of(token) for token in tokens]
    whole = sum(terms.values()) or 1.0
    same = np.array([sum(terms.get(term, 0.0) for term in several) / whole for several in held])
    known = [[likenesses[term] for term in several if term in likenesses] for several in held]
    shares = np.array([max((one.share for one in several), default=0.0) for several in known])
    best = np.array([max((one.best for one in several), default=0.0) for several in known])
    focuses = [i for i, t in enumerate(tokens) if asked.focus and fold(t.form) == asked.focus]
    predicates = [i for i, several in enumerate(held) if asked.predicate in several]
    starts, ends = _clauses(tokens)
    return Around(
        text=text,
        tokens=tokens,
        words=Told.of(same),
        alike=Told.of(shares if likenesses else same),
        likeness=np.maximum(best, same > 0).tolist(),
        content=[term_of(token) is not None for token in tokens],
        predicates=Gaps.to(predicates, len(tokens)),
        focuses=Gaps.to(focuses, len(tokens)),
        starts=starts,
        ends=ends,
        asked=asked,
    )


def _clauses(tokens: Sequence[Token]) -> tuple[list[int], list[int]]:
    """Return for each token where its clause begins, and where the next clause break behind is."""
    breaks = [base(token) in _BREAKS for token in tokens]
    starts, ends = [], []
    start, end = 0, len(tokens)
    for i, is_break in enumerate(breaks):
        starts.append(start)
        start = i + 1 if is_break else start
    for i, is_break in reversed([*enumerate(breaks)]):
        ends.append(end)
        end = i if is_break else end
    return starts, ends[::-1]


def class_of(text: str, tokens: Sequence[Token]) -> str:
    """Return what kind of thing a candidate is: one of `CLASSES`."""
    tags = [base(token) for token in tokens]
    return _counted(text, tags) or _marked(text, tags[-1]) or _named(text, tags)


def _counted(text: str, tags: Sequence[str]) -> str:
    if _DATE.search(text):
        return "date"
    if _TIME.search(text):
        return "time"
    if _NUMBER.match(text):
        return "number"
    return "count" if "SN" in tags and _COUNT.search(text) else ""


def _marked(text: str, last: str) -> str:
    if text[-1:] in _CLOSING:
        return "quoted"
    if _ROLES.search(text):
        return "role"
    return {"SL": "latin", "SH": "hanja"}.get(last, "")


def _named(text: str, tags: Sequence[str]) -> str:
    if text in _REGIONS or _PLACE.search(text):
        return "place"
    if _BODY.search(text):
        return "body"
    if "NNP" in tags:
        return "name"
    return "common" if all(tag[0] == "N" or tag == "XSN" for tag in tags) else "other"


def features(one: Candidate, around: Around, prior: Mapping[str, float]) -> list[float]:
    """Return the features of a candidate, in an order that stays; `prior` weighs the classes."""
    text = around.text[one.span.start : one.span.end]
    tokens = around.tokens[one.first : one.last + 1]
    kind = class_of(text, tokens)
    return [
        CLASSES.index(kind),
        prior.get(kind, 0.0),
        WORDS.index(around.asked.word),
        *_shape(text, tokens),
        *_edges(one, around),
        *_overlap(text, one, around),
        *_nearness(one, around),
        *_asked(text, one, around),
    ]


def _shape(text: str, tokens: Sequence[Token]) -> list[float]:
    tags = [base(token) for token in tokens]
    return [
        _tag(tags[0]),
        _tag(tags[-1]),
        len(tokens),
        len(text),
        text.count(" ") + 1,
        sum(tag == "NNP" for tag in tags) / len(tags),
        sum(tag in ("SN", "NR") for tag in tags) / len(tags),
        float("JKG" in tags),
        float("JC" in tags or "SP" in tags),
        float("ETM" in tags),
        float("(" in text),
        float(bool(_ROLES.search(text))),
        len(tokens[-1].form),
    ]


def _edges(one: Candidate, around: Around) -> list[float]:
    """What stands right before and right after, and whether a word is cut there."""
    tokens = around.tokens
    before = tokens[one.first - 1] if one.first else None
    after = tokens[one.last + 1] if one.last + 1 < len(tokens) else None
    further = tokens[one.last + 2] if one.last + 2 < len(tokens) else None
    left = around.text[one.span.start - 1 : one.span.start]
    right = around.text[one.span.end : one.span.end + 1]
    return [
        _tag(base(before)) if before else -1,
        _tag(base(after)) if after else -1,
        _tag(base(further)) if further else -1,
        _particle(after.form) if after else -1,
        float(left.isspace() or not left),
        float(right.isspace() or not right),
        float(bool(left) and left in _OPENING),
        float(bool(right) and right in _CLOSING),
        float(right == "("),
        _particle(before.form) if before else -1,
    ]


def _overlap(text: str, one: Candidate, around: Around) -> list[float]:
    """How much of the candidate the question itself says: an answer repeats little of it."""
    inside = slice(one.first, one.last + 1)
    shares, likeness = around.words.shares[inside], around.likeness[inside]
    content = sum(around.content[inside])
    bare = fold("".join(text.split()))
    pairs = {bare[i : i + 2] for i in range(len(bare) - 1)} or {bare}
    return [
        sum(share > 0 for share in shares) / max(1, content),
        float(shares[0] > 0),
        float(shares[-1] > 0),
        around.words.between(one.first, one.last + 1),
        sum(pair in around.asked.bare for pair in pairs) / len(pairs),
        float(bare in around.asked.bare),
        around.alike.between(one.first, one.last + 1),
        sum(likeness) / max(1, content),
        max(likeness),
        likeness[0],
        likeness[-1],
    ]


def _nearness(one: Candidate, around: Around) -> list[float]:
    """How the question's words stand around it, each weighed by its distance in tokens."""
    return [
        *_told(one, around.words, around),
        *_told(one, around.alike, around),
        one.first / len(around.tokens),
        len(around.tokens),
    ]


def _told(one: Candidate, told: Told, around: Around) -> list[float]:
    before, behind = told.before[one.first], told.behind[one.last]
    return [
        before,
        behind,
        before + behind,
        told.gaps.before[one.first],
        told.gaps.behind[one.last],
        told.sums[one.first],
        told.sums[-1] - told.sums[one.last + 1],
        _same_clause(one, told, around),
        told.sums[-1],
    ]


def _same_clause(one: Candidate, told: Told, around: Around) -> float:
    """Return the share of what is told outside the candidate that its own clause tells."""
    inside = told.between(one.first, one.last + 1)
    whole = told.sums[-1] - inside
    clause = told.between(around.starts[one.first], around.ends[one.last])
    return (clause - inside) / whole if whole > 1e-9 else 0.0


def _asked(text: str, one: Candidate, around: Around) -> list[float]:
    """How it fits what the question says of its answer: particle, focus, predicate."""
    asked, tokens = around.asked, around.tokens
    after = tokens[one.last + 1] if one.last + 1 < len(tokens) else None
    particle = bool(after and asked.particle and same_particle(after.form, asked.particle))
    folded = fold(text)
    return [
        float(particle),
        float(bool(asked.particle)),
        float(bool(asked.focus) and folded.endswith(asked.focus)),
        float(bool(asked.focus) and asked.focus in folded),
        float(bool(asked.focus) and folded[-1:] == asked.focus[-1:]),
        around.focuses.before[one.first],
        around.focuses.behind[one.last],
        around.predicates.behind[one.last],
        around.predicates.before[one.first],
        float(bool(asked.focus)),
    ]


def _tag(tag: str) -> int:
    return _TAGS.index(tag) if tag in _TAGS else len(_TAGS)


def _particle(form: str) -> int:
    return _PARTICLES.index(form) if form in _PARTICLES else len(_PARTICLES)
