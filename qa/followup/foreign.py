"""Follow-ups in English and Japanese, whose words are not analysed: by their shape alone."""

import re

from qa.followup.swaps import MONTHS

_ASKS = r"(?:when|where|whom?|why|how(?: (?:much|many|long|far|old))?|what|which)"
_ALONE = re.compile(rf"^{_ASKS}\??$", re.IGNORECASE)
_ASKED = re.compile(rf"^{_ASKS}\b", re.IGNORECASE)
_NAME = re.compile(r"(?<!^)\b[A-Z][\w\-]*(?: (?:of |and )?[A-Z][\w\-]*)*")
_ABOUT = re.compile(r"^(?P<name>[A-Z][\w\-]*(?: [A-Z][\w\-]*)*)\?$")
_NAMED = re.compile(
    r"\b(?P<who>he|she|him)\b|\b(?P<whose>his|her)\b"
    r"|\b(?P<where>there)\b(?! (?:is|are|was|were|any))"
)
_POINTS = re.compile(
    r"\b(?:he|she|it|they|his|her|its|their|there|that|this|those|these|him|them)\b", re.IGNORECASE
)
# What stands for the name before it: the Bank of Korea lowered its key rate.
_OWN = re.compile(r"\b(?:it|its|they|their|them)\b", re.IGNORECASE)
_WORD = re.compile(r"[\w'\-]+")
_FEW = 2  # words of a question that says little
_TOPIC = re.compile(r"^(?P<name>[^、。?？]{1,40}?)は")
_PERSON = re.compile(r"^彼女?(?=[はがのをに])")
_KANA = re.compile(r"[ぁ-ん]")
_BARE = re.compile(r"^(?P<name>[^はがのをに]{1,12})は?[?？]$")


def leans(question: str) -> bool:
    """Tell whether a question may need the one before it: it points back, or says little."""
    short = len(_WORD.findall(question)) <= _FEW
    name = _NAME.search(question)
    own = _OWN.sub("", question[name.end() :]) if name else ""
    points = _POINTS.search(question[: name.end()] + own if name else question)
    return short or bool(points or _KANA.search(question))


def asked_otherwise(question: str, before: str) -> str | None:
    """Return the question before with this one's question word: Why?"""
    asked = _ASKED.match(before)
    if asked is None or not _ALONE.match(question):
        return None
    return question.rstrip("?") + before[asked.end() :]


def renamed(question: str, before: str) -> str | None:
    """Return the question before, asked of the one that this one names: China? 釜山は?"""
    if _ALONE.match(question):  # When? of a question that begins otherwise
        return None
    if named := _ABOUT.match(question):
        old = next((name for name in _NAME.finditer(before) if name[0] not in MONTHS), None)
        return before[: old.start()] + named["name"] + before[old.end() :] if old else None
    bare, topic = _BARE.match(question), _TOPIC.match(before)
    if bare is None or topic is None or not _KANA.search(question):
        return None
    whose, of, what = topic["name"].rpartition("の")
    name = f"{bare['name']}{of}{what}" if whose else bare["name"]
    return name + before[topic.end("name") :]


def named(question: str, before: str) -> str | None:
    """Return a question with its pronouns named by the names of the one before: he, there, 彼."""
    topic = _TOPIC.match(before)
    if topic and _PERSON.match(question):
        return _PERSON.sub(topic["name"], question)
    names = _NAME.findall(before)
    if not names or not _NAMED.search(question):
        return None
    who = next((name for name in names if name not in MONTHS), names[0])
    forms = {"who": who, "whose": f"{who}'s", "where": f"in {names[-1]}"}
    return _NAMED.sub(lambda found: forms[str(found.lastgroup)], question)


def taken_up(question: str, before: str) -> str | None:
    """Return a Japanese question that has no topic with the topic of the one before."""
    topic = _TOPIC.match(before)
    if topic is None or _TOPIC.match(question) or not _KANA.search(question):
        return None
    return topic[0] + question


def joined(question: str, before: str) -> str:
    """Return the question behind the one before."""
    return f"{before.rstrip('?？. ')}, {question}"
