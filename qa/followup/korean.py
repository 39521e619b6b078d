"""Korean follow-ups: the ways in which one takes from the question before what it leaves out."""

import re
from collections.abc import Sequence
from itertools import pairwise

from index.tokens import Token
from qa.antecedent import antecedent, pointers
from qa.condition import read_condition
from qa.focus import sort_of, words_that_ask
from qa.followup.swaps import counted_off, without_others
from qa.phrases import Asking, Phrase, agreeing, asking_of, phrases
from qa.topic import QUESTION_WORDS, tokens_of, topic_of

_WHY = re.compile(
    r"^(?:그|그런|그렇게 된)?\s?(?:이유|까닭|배경)(?:은|는|가|이)?\s?(?:뭐|무엇)?[가-힣]*\s?\?*$"
)
# '중국은?', '인명 피해는?': a topic, and nothing that is asked of it.
_BARE = re.compile(
    r"^(?P<name>\S{1,12}(?:\s\S{1,8})?)"
    r"(?:은|는|이랑|하고|도|에는|에서는|에게는|부터는|까지는)?\s?\?*$"
)
_HOW_IS = re.compile(r"\s(?:어때|어땠|어떤가|어떤지)\S*$")
# '중국은 어떻게 했어?': a topic, and little that is asked of it.
_VAGUE = re.compile(
    r"^\S{1,12}(?:은|는|도|에서는|쪽은|측은)\s(?:어떻게|뭐라고|무엇을|뭘)\s(?:했|하|됐|되|돼|말했|그랬)\S*$"
)
_REQUEST = re.compile(
    r"\s*(?:을|를|에\s?(?:대해|대하여|관해)(?:서)?)?\s*"
    r"(?:(?:알려|설명해|말해|요약해|정리해)\s?(?:줘|주세요|달라|줄래\??)|궁금해|궁금합니다)[.?!]*\s*$"
)
_POINTS = re.compile(
    r"^(?:그|이|해당|위|앞의|같은|다음|당시|이후)\s|^(?:그는|그가|그의|그녀|그들|그것|그게|그건|이것|이는|거기|"
    r"여기|그곳|이곳|그때|이때|그중|이\s?중|둘|양측|양국|두\s?나라)|(?:^|\s)(?:거기서|그곳에서|그때|그중에|그에게|그와|그걸|그것을|그거)(?:\s|$)|\s그\s"
)
# 그 is no station, office, match or fair, even where the question names nobody else.
_NO_PERSON = re.compile(
    r"(?:[가-힣]{2}역|공항|[시군구도]청|부처|위원회|협회|공사|회사|은행|대학교|병원|대회|경기|축제|행사|회의|조약|협정"
    r"|법안|사업|양국|양측|국가|나라|산불|태풍|지진|사고)$"
)
# '2024년 다시세움 예산은', '늘별산 산불은': the words before the noun that is asked for.
_OF = re.compile(r"^(?P<words>(?:\w+\s){1,3})\w+(?:은|는)(?=[\s?]|$)")
_OWN = re.compile(r"(?<!\S)[가-힣]{3,}(?=\s)")
_OF_ANYTHING = frozenset(
    ("지난해", "재작년", "이듬해", "상반기", "하반기", "그다음", "다음번", "마지막", "나머지")
)
_NOUNS = ("NNG", "NNP")
_ALIKE = 2  # last syllables that 금메달 and 은메달 share
# Nouns by which a question can be known, though they also say what sort of thing it asks for.
_STATISTIC = re.compile(r"[가-힣]{2}[률율액량]$")


def leans(question: str) -> bool:
    """Tell whether a question may need the one before it: it points back, or names nothing."""
    shapes = (_POINTS.search(question), _VAGUE.match(question))
    return any(shapes) or _is_thin(question) or _is_bare(question)


def named_alone(question: str) -> tuple[str, ...]:
    """Return the nouns by which a question may stand alone; none where it points back.

    What only asks is none of them, for any document may speak of people or places.
    """
    if _POINTS.search(question) or _is_bare(question):
        return ()
    tokens = tokens_of(question)
    asking = [*words_that_ask(tokens)]
    nouns = (token for token in tokens if token.tag in (*_NOUNS, "SL"))
    return tuple(noun.form for noun in nouns if noun not in asking)


def subject(question: str) -> tuple[str, ...]:
    """Return the words that name whose it is that a question asks for: 다시세움 of 다시세움 예산은?

    None where it points back; what is short, tells a time or describes may be said of anything.
    """
    found = None if _POINTS.search(question) else _OF.match(question)
    if found is None:
        return ()
    ends = {token.end for token in tokens_of(question) if token.tag in (*_NOUNS, "ETN")}
    words = (one for one in _OWN.finditer(found["words"]) if one.end() in ends)
    named = (one[0] for one in words if one[0] not in _OF_ANYTHING)
    return tuple(word for word in named if sort_of(word) == "thing")  # 우승자 기록은: of any match


def conditioned(question: str, before: str) -> str | None:
    """Return the question before under another condition: 통계청에 따르면?"""
    said = question.rstrip(" ?")
    old = read_condition(before)
    rest = old.rest(before, (*old.names, *old.title)) if old else before
    new = read_condition(f"{said} {rest}")
    if new is None or new.start or new.end < len(said):
        return None
    return f"{said} {rest}"


def asked_otherwise(question: str, before: str) -> str | None:
    """Return the question before with this one's question word: 왜? 누가?"""
    word = "왜" if _WHY.match(question) else question.rstrip(" ?")
    tokens = tokens_of(word)
    asks = asking_of(word, tokens)
    if asks is None or asks.start or _says_more(tokens, asks):
        return None
    said = tokens_of(before)
    old = asking_of(before, said)
    if old is None:  # 부결했나?
        at = before.rstrip().rfind(" ") + 1
        return f"{before[:at]}{word} {before[at:]}"
    if old.copula:
        return f"{before[: old.start]}{question}"
    return f"{before[: old.start]}{word}{before[old.end :]}"


def _says_more(tokens: Sequence[Token], asks: Asking) -> bool:
    """Tell whether a question has a verb, or names a thing, besides the words that ask."""
    return any(t.start >= asks.end and t.tag[0] in "NMVX" and t.tag != "VCP" for t in tokens)


def named(question: str, before: str) -> str | None:
    """Return the question with its pronouns named by what the question before said."""
    said, changed = question, False
    for pointer in reversed([*pointers(question)]):
        name = antecedent(pointer, before)
        if name is None and pointer.kind == "person":
            topic = topic_of(before, tokens_of(before))
            is_thing = topic and _NO_PERSON.search(before[: topic.name_end])
            name = before[: topic.name_end] if topic and not is_thing else None
        if name is not None:
            changed = True
            named = name + agreeing(name, pointer.particle)
            said = said[: pointer.start] + named + said[pointer.end :]
    return said if changed else None


def retold(question: str, before: str) -> str | None:
    """Return the question before, asked of the thing that this one names: 쇼이구는? 중국은 어때?"""
    said = _HOW_IS.sub("", question.rstrip(" ?"))
    if not _is_bare(said):
        return None
    own = phrases(said, tokens_of(said))
    if len(own) != 1 or own[0].after != len(said) or own[0].start:
        return None
    found = phrases(before, tokens_of(before))
    return _in_its_place(said, own[0], before, found) or _of_the_topic(said, own[0], before)


def _in_its_place(said: str, new: Phrase, before: str, found: Sequence[Phrase]) -> str | None:
    """Return the question before with a phrase for the one that is like it: 부산에서는?"""
    name = said[: new.end]
    for old in found:
        like = old.head[-_ALIKE:] == name[-_ALIKE:] and " " not in name and len(name) > _ALIKE
        if like and old.head != name:
            at = before.rfind(" ", 0, old.end - len(old.head)) + 1  # all of 일반회계: 특별회계는?
            particle = agreeing(name, old.particle) if old.particle else ""
            return f"{before[:at]}{name}{particle}{before[old.after :]}"
    role = re.sub("[은는도]$", "", new.particle)
    for old in found:
        if role and old.particle.startswith(role):
            particle = agreeing(name, old.particle)
            return f"{before[: old.start]}{name}{particle}{before[old.after :]}"
    return None


def _of_the_topic(said: str, new: Phrase, before: str) -> str | None:
    """Return the question before with a noun of its topic replaced, or the topic said closer."""
    tokens = tokens_of(before)
    topic = topic_of(before, tokens)
    if topic is None:
        return None
    nouns = [token for token in tokens if token.end <= topic.name_end and token.tag in _NOUNS]
    kind = sort_of(new.head)
    if kind != "thing" and nouns and sort_of(nouns[-1].form) != kind:  # asked of the topic itself
        return None
    name, old = said[: new.end], before[: topic.name_end]
    asked = before[topic.end :].strip()
    at = _replaced(nouns, new, name)
    if at is None:
        told = f"{name}{agreeing(name, '은')} {asked}"
        return f"{old}, {told}" if " " in f"{old}{name}" else told
    whole = old[: at.start] + name + old[at.end :]
    particle = before[topic.name_end : topic.end]
    return f"{whole}{agreeing(whole, particle)} {asked}"


def _replaced(nouns: Sequence[Token], new: Phrase, name: str) -> Token | None:
    """Return the noun of a topic whose place a word takes: 서울 of 서울의 기온."""
    if len(nouns) <= 1 or " " in name:
        return None
    *others, head = nouns
    kind = sort_of(head.form)
    if kind != "thing" and sort_of(new.head) == kind:
        return head
    names = [token for token in others if token.tag == "NNP"]
    if new.proper and names:
        return names[-1]
    return others[-1] if kind != "thing" else None


def taken_up(question: str, before: str) -> str | None:
    """Return a question that has no topic with the topic of the one before: 누가 서명했어?"""
    asked, said = tokens_of(question), tokens_of(before)
    topic = topic_of(before, said)
    if topic is None or _POINTS.search(question) or not _asks(asked) or topic_of(question, asked):
        return None
    if _told(before, said, verbs=False) != before[: topic.name_end]:
        return None
    return f"{before[: topic.end]} {question}"


def joined(question: str, before: str) -> str:
    """Return the question behind what the one before was about."""
    question = counted_off(question, before)
    return f"{without_others(_about(question, before), question)}, {question}"


def _about(question: str, before: str) -> str:
    """Return what the question before was about, as this one needs it."""
    said = _REQUEST.sub("", before).rstrip("?!. ")
    tokens = tokens_of(said)
    topic = topic_of(said, tokens)
    if topic and topic_of(question, tokens_of(question)) and not _POINTS.search(question):
        name = said[: topic.name_end]
        if name == _told(said, tokens, verbs=False):
            return name
    return _told(said, tokens) or said


def _told(text: str, tokens: Sequence[Token], *, verbs: bool = True) -> str:
    """Return what a question names, as a headline does: 도서관 of 도서관을 언제 짓나?

    With `verbs` also what it says in Chinese words: the 방문 of 방문하다.
    """
    asks = asking_of(text, tokens)
    named = [(_described(text, tokens, one.start), one.end) for one in phrases(text, tokens)]
    named += [
        (token.start, token.end)
        for token, after in pairwise(tokens)
        if verbs and after.tag == "XSV" and token.tag == "NNG"
    ]
    said, at = [], 0
    for start, end in sorted(named, key=lambda one: (one[0], -one[1])):
        if start >= at and (asks is None or end <= asks.start or start >= asks.end):
            said.append(text[start:end])
            at = end
    return " ".join(said)


def _described(text: str, tokens: Sequence[Token], start: int) -> int:
    """Return where a noun phrase begins with the word before it that describes it: 지난 2월."""
    before = [token for token in tokens if token.end <= start]
    if before and before[-1].tag == "ETM":
        return text.rfind(" ", 0, before[-1].start) + 1
    return start


def _is_bare(question: str) -> bool:
    return bool(_BARE.match(question)) and not _asks(tokens_of(question))


def _asks(tokens: Sequence[Token]) -> bool:
    return any(token.form in QUESTION_WORDS for token in tokens)


def _is_thin(question: str) -> bool:
    """Tell whether a question names nothing: it has no proper noun and at most one noun.

    Nouns that only say what sort of thing is asked for, those of verbs and what stands behind a
    question word do not count.
    """
    tokens = tokens_of(question)
    asks = asking_of(question, tokens)
    named = [t for t in tokens if asks is None or not asks.start <= t.start < asks.end]
    verbal = {token.start for token, after in pairwise(named) if after.tag in ("XSV", "XSA")}
    return sum(_names(token) for token in named if token.start not in verbal) <= 1


def _names(token: Token) -> int:
    if token.form in QUESTION_WORDS:
        return 0
    if token.tag == "NNG":
        return int(sort_of(token.form) == "thing" or _STATISTIC.search(token.form) is not None)
    return {"NNP": 2, "SL": 2, "SH": 2, "SN": 1}.get(token.tag, 0)
