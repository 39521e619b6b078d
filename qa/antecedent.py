"""What a pronoun stands for, in the words before it: 그는, 거기서, 양국은, 그 조약에는.

A name is only taken where its kind fits: a person for 그, a place for 거기, two for 양측, what has
the same head noun for 그 조약. Where two could be meant, none is given.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from index.sourcemap import Span
from index.tokens import Token
from qa.countries import COUNTRIES
from qa.focus import sort_of
from qa.phrases import Phrase, phrases
from qa.topic import tokens_of

Kind = Literal["person", "place", "pair", "thing", "day", "same"]

_PARTICLE = (
    "(?P<particle>은|는|이|가|을|를|과|와|의|도|에게|에게서|께서"
    "|에서는|에서|서는|서|에는|에|로|으로|까지|부터)"
)
_ENDS = r"(?=[\s?.,]|$)"
_POINTING: Mapping[Kind, str] = {
    "person": r"(?:그녀|그분|그 (?:사람|여성|남성)|그)"
    r"(?P<particle>은|는|이|가|을|를|과|와|의|도|에게|에게서|께서|께서는)",
    "place": rf"(?:거기|여기|그곳|이곳){_PARTICLE}?",
    "pair": rf"(?P<noun>양국|양측|양쪽|두 나라){_PARTICLE}?",
    "thing": rf"(?:그것|이것){_PARTICLE}|그건|그게|이건|이는",
    "day": rf"이날{_PARTICLE}?",
    "same": rf"(?:그|이|해당|같은) (?P<noun>[가-힣A-Za-z0-9]+?){_PARTICLE}?",
}
_POINTERS = {
    kind: re.compile(rf"(?<![가-힣])(?:{pattern}){_ENDS}") for kind, pattern in _POINTING.items()
}
# No part of a longer word: 협정이란, 인도적.
COUNTRY = re.compile(rf"(?<![가-힣])(?:{'|'.join(COUNTRIES)})(?!(?<=인도)(?:적|주의))")
# Of 그것은, 이것은, 그것이, 이것은; what is named in their place keeps the particle.
_CONTRACTED = {"그건": "은", "이건": "은", "그게": "이", "이는": "은"}
_STATES = ("양국", "두 나라")
_SUBJECT = ("은", "는", "께서는")
_SUBJECTS = (*_SUBJECT, "이", "가", "께서")
_AT = ("에서", "에서는", "에", "에는", "으로", "로")
# Titles beside those that a question asks for by name.
_TITLE = re.compile(
    r"(?:서기|대행|위원|비서|부장|부상|무상|실장|과장|팀장|이사|검사|판사|의사|간사|준장|소장|중장|대장|대령|함장|청장)$"
)
_PLACE = re.compile(r"[가-힣]{2,}(?:시|군|구|도|읍|면|항|역|섬|마을|공항|광산)$")
_PARTY = re.compile(r"[가-힣]당$")
_CALLED = re.compile(r"\S\S\s(?:씨|군|양)$|[가-힣]{3}씨$")
_SURNAMED = re.compile(
    r"[김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허노심하곽성차주우구나민진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국]"
    r"[가-힣]{2}"
)
_JOINED = re.compile(r"[과와] |, ?|·")


class Pointer(NamedTuple):
    """A pronoun `[start:end]` of a text; `noun` is the 조약 of 그 조약."""

    kind: Kind
    start: int
    end: int
    particle: str
    noun: str


def pointers(text: str) -> Iterator[Pointer]:
    """Yield the pronouns of a text, in order, each once."""
    found = sorted(
        (match.start(), rank, kind, match)
        for rank, (kind, pattern) in enumerate(_POINTERS.items())
        for match in pattern.finditer(text)
    )
    end = 0
    for start, _, kind, match in found:
        if start >= end:
            end = match.end()
            named = match.groupdict()
            particle = named.get("particle") or _CONTRACTED.get(match[0], "")
            particle = "에" + particle if particle in ("서", "서는") else particle
            yield Pointer(kind, start, end, particle, named.get("noun") or "")


def antecedent(pointer: Pointer, before: str, *, subject: bool = False) -> str | None:
    """Return what a pronoun stands for, as the text before it says; None where that is unsure.

    With `subject` a person has to be the topic or the subject of that text.

    >>> antecedent(next(pointers("그는 누구를 만났나?")), "쇼이구 서기는 언제 왔나?")
    '쇼이구 서기'
    """
    tokens = tokens_of(before)
    found = phrases(before, tokens)
    match pointer.kind:
        case "person":
            span = _person(before, found, subject=subject)
        case "place":
            span = _places(before, found)
        case "pair":
            span = _pair(tokens, countries=pointer.noun in _STATES)
        case "thing":
            span = _topic(found)
        case "same":
            span = _same(pointer.noun, before, found)
        case "day":
            span = None
    return before[span.start : span.end] if span else None


def mentions(pointer: Pointer, before: str) -> bool:
    """Tell whether a text speaks of something that a pronoun could stand for, though unsurely."""
    if pointer.kind == "same":
        return pointer.noun in before
    return any(_is_person(before, one) for one in phrases(before, tokens_of(before)))


def _person(text: str, found: Sequence[Phrase], *, subject: bool) -> Span | None:
    """Return the one person that a text is about: its topic, else the only one that it names."""
    named = [one for one in found if _is_person(text, one)]
    about = [one for one in named if one.particle in _SUBJECT]
    about = about or [one for one in found[:1] if one in named and one.particle in _SUBJECTS]
    about = about or ([] if subject else named)
    alone = len({text[one.start : one.end] for one in about}) == 1
    return Span(about[0].start, about[0].end) if alone else None


def _is_person(text: str, phrase: Phrase) -> bool:
    name = text[phrase.start : phrase.end]
    if _JOINED.search(name) or _PARTY.search(name):
        return False
    if sort_of(phrase.head) == "person" or _TITLE.search(phrase.head):
        return " " in name
    named = phrase.proper and _SURNAMED.fullmatch(phrase.head) is not None
    return named or _CALLED.search(name) is not None


def _places(text: str, found: Sequence[Phrase]) -> Span | None:
    """Return the last name of a place, where something is or goes."""
    where = [one for one in found if one.particle in _AT and _is_place(text, one)]
    where = where or [
        one for one in found if one.particle not in _SUBJECTS and _is_place(text, one)
    ]
    return Span(where[-1].start, where[-1].end) if where else None


def _is_place(text: str, phrase: Phrase) -> bool:
    name = text[phrase.start : phrase.end]
    return phrase.proper or sort_of(phrase.head) == "place" or _PLACE.search(name) is not None


def _topic(found: Sequence[Phrase]) -> Span | None:
    return next((Span(one.start, one.end) for one in found if one.particle in _SUBJECT), None)


def _same(noun: str, text: str, found: Sequence[Phrase]) -> Span | None:
    """Return the one phrase of that name that says more than the name: 신조약 of 그 조약."""
    named = {}
    for one in found:
        name = text[one.start : one.end]
        at = name.rfind(noun)
        if at > 0 and not re.match("[가-힣]", name[at + len(noun) :]):
            named[name] = Span(one.start, one.start + at + len(noun))
    (span, *others) = named.values() or (None,)
    return None if others or (span and text.count(noun) > 1) else span


def _pair(tokens: Sequence[Token], *, countries: bool) -> Span | None:
    """Return the two that a text names together: 한국과 호주."""
    for at in range(1, len(tokens) - 1):
        left, joint, right = tokens[at - 1 : at + 2]
        if joint.tag != "JC" or not left.tag == right.tag == "NNP":
            continue
        if not countries or (COUNTRY.fullmatch(left.form) and COUNTRY.fullmatch(right.form)):
            return Span(left.start, right.end)
    return None
