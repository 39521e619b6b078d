"""What is known of a candidate as the short answer to a question: the numbers that trees weigh."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from index.tokens import Token, fold, term_of, terms_of
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

_BREAKS = ("EC", "SP", "EF", "SF")
# How many numbers `features` returns, and which of them is the class.
WIDTH, CLASS = 53, 0

Terms = Mapping[str, float]


class Around(NamedTuple):
    """A sentence with what the question has in common with it, reckoned once for all candidates."""

    text: str
    tokens: Sequence[Token]
    weights: Sequence[float]  # of each token's term in the question, 0 where it is not there
    predicates: Sequence[int]  # tokens that are the question's predicate
    focuses: Sequence[int]  # tokens that are its focus
    breaks: Sequence[int]  # tokens that end a clause
    asked: Anatomy
    whole: float  # what all of the question's terms weigh


def look_around(text: str, tokens: Sequence[Token], asked: Anatomy, terms: Terms) -> Around:
    """Return what all candidates of a sentence share; `terms` are the question's, weighed."""
    held = [terms_of(token) for token in tokens]
    return Around(
        text=text,
        tokens=tokens,
        weights=[sum(terms.get(term, 0.0) for term in several) for several in held],
        predicates=[i for i, several in enumerate(held) if asked.predicate in several],
        focuses=[i for i, t in enumerate(tokens) if asked.focus and fold(t.form) == asked.focus],
        breaks=[i for i, token in enumerate(tokens) if base(token) in _BREAKS],
        asked=asked,
        whole=sum(terms.values()) or 1.0,
    )


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
    shared = around.weights[one.first : one.last + 1]
    content = [term_of(token) is not None for token in around.tokens[one.first : one.last + 1]]
    bare = fold("".join(text.split()))
    pairs = {bare[i : i + 2] for i in range(len(bare) - 1)} or {bare}
    return [
        sum(w > 0 for w in shared) / max(1, sum(content)),
        float(shared[0] > 0),
        float(shared[-1] > 0),
        sum(shared) / around.whole,
        sum(pair in around.asked.bare for pair in pairs) / len(pairs),
        float(bare in around.asked.bare),
    ]


def _nearness(one: Candidate, around: Around) -> list[float]:
    """How the question's words stand around it, each weighed by its distance in tokens."""
    left = right = close_left = close_right = 0.0
    for i, weight in enumerate(around.weights):
        if not weight or one.first <= i <= one.last:
            continue
        distance = one.first - i if i < one.first else i - one.last
        near = weight / (1 + distance / 4)
        if i < one.first:
            left, close_left = left + near, max(close_left, 1 / distance)
        else:
            right, close_right = right + near, max(close_right, 1 / distance)
    outside = [i for i, w in enumerate(around.weights) if w and not one.first <= i <= one.last]
    return [
        left / around.whole,
        right / around.whole,
        (left + right) / around.whole,
        close_left,
        close_right,
        float(any(i < one.first for i in outside)),
        float(any(i > one.last for i in outside)),
        one.first / len(around.tokens),
        _same_clause(one, outside, around),
        len(around.tokens),
        sum(around.weights) / around.whole,
    ]


def _same_clause(one: Candidate, outside: Sequence[int], around: Around) -> float:
    """Return the share of the question's words that stand in the same clause."""
    breaks = [i for i, token in enumerate(around.tokens) if base(token) in ("EC", "SP", "EF", "SF")]
    start = max((i for i in breaks if i < one.first), default=-1)
    end = min((i for i in breaks if i > one.last), default=len(around.tokens))
    whole = sum(around.weights[i] for i in outside)
    return sum(around.weights[i] for i in outside if start <= i <= end) / whole if whole else 0.0


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
        _next(around.focuses, one, before=True),
        _next(around.focuses, one, before=False),
        _next(around.predicates, one, before=False),
        _next(around.predicates, one, before=True),
        float(bool(asked.focus)),
    ]


def _next(places: Sequence[int], one: Candidate, *, before: bool) -> float:
    """Return 1 over the distance to the nearest of `places` on one side, 0 where there is none."""
    gaps = [one.first - i if before else i - one.last for i in places]
    return 1 / min((gap for gap in gaps if gap > 0), default=float("inf"))


def _tag(tag: str) -> int:
    return _TAGS.index(tag) if tag in _TAGS else len(_TAGS)


def _particle(form: str) -> int:
    return _PARTICLES.index(form) if form in _PARTICLES else len(_PARTICLES)
