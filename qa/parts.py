"""A question that asks two things, as two questions, and their answers as one.

협정은 언제 맺었고 누가 서명했나? asks 협정은 언제 맺었나? and 협정은 누가 서명했나?, and each is
answered from where its answer stands. 언제 어디에서 열렸나? stays one: one sentence tells both.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, dropwhile, pairwise, zip_longest

from index.records import Hit
from index.tokens import Token
from qa.question import Question
from qa.records import Answer, Citation, Level
from qa.topic import QUESTION_WORDS, tokens_of, topic_of

_COUNTED = re.compile(r"몇\s?\S+이$")
_AND = re.compile(r"(?:그리고|또한?|그런데|그럼)\s+")  # between the parts of a question
_JOINS = ("고", "며", "으며")
# Longer than any two questions: a list of what a report should hold is not asked for in parts.
_MOST = 3


def parts_of(question: str) -> tuple[str, ...]:
    """Return the questions that a Korean question is made of, none where it is a single one.

    >>> parts_of("협정은 언제 맺었고 누가 서명했나?")
    ('협정은 언제 맺었나?', '협정은 누가 서명했나?')
    """
    tokens = tokens_of(question)
    cuts = [0, *(i + 1 for i in range(len(tokens)) if _ends_part(tokens, i)), len(tokens)]
    pieces = [tokens[a:b] for a, b in pairwise(cuts) if a < b]
    if not 1 < len(pieces) <= _MOST or not all(_asks(piece) for piece in pieces):
        return ()
    topic = _topic(question, pieces[0])
    return tuple(_whole(question, piece, topic if i else "") for i, piece in enumerate(pieces))


def _ends_part(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a question ends here and another goes on behind it."""
    token = tokens[at]
    after = tokens[at + 1 :]
    if not _asks(after) or after[0].tag == "VX":  # 가지고 있는 is one verb
        return False
    return token.tag == "SF" or (token.tag == "EC" and token.form in _JOINS)


def _asks(tokens: Sequence[Token]) -> bool:
    return any(_is_word(token) for token in tokens)


def _is_word(token: Token) -> bool:
    return token.form in QUESTION_WORDS


def _joins(token: Token) -> bool:
    """Tell whether a word joins a question to the one before it: 그리고, or a comma."""
    return token.tag in ("MAJ", "SP")


def _topic(question: str, tokens: Sequence[Token]) -> str:
    """Return what a part is about, with its particle; '' where it does not say."""
    topic = topic_of(question, tokens)
    return question[tokens[0].start : topic.end] if topic else ""


def _whole(question: str, tokens: Sequence[Token], topic: str) -> str:
    """Return one of the questions as it would be asked alone."""
    tokens = [*dropwhile(_joins, tokens)]
    own = _topic(question, tokens)
    last = tokens[-1]
    if last.tag == "EC":
        copula = len(tokens) > 1 and tokens[-2].tag == "VCP"
        counted = _COUNTED.search(question[tokens[0].start : last.start])  # 채이고 is no verb there
        end = tokens[-2].start if copula else last.start - bool(counted)
        ending = "인가?" if copula or counted else "나?"
    else:
        end, ending = last.end, ""
    said = question[tokens[0].start : end].strip(" ,")
    said = said[match.end() :] if (match := _AND.match(said)) else said
    return f"{topic} {said}{ending}".strip() if topic and not own else f"{said}{ending}"


def split(asked: Question) -> tuple[Question, ...]:
    """Return the questions that are to be answered: the parts of one, or itself."""
    return tuple(Question.of(part) for part in parts_of(asked.text)) or (asked,)


def together(asked: Question, answers: Sequence[Answer]) -> Answer:
    """Return the answers to the parts of a question as one; at least one part was asked.

    It is as sure as the least sure of its parts, and never surer than `maybe` where one of them has
    no answer. The citations of the parts follow one another, each quote once, candidates last; the
    passages take turns.
    """
    found = [answer for answer in answers if answer.text is not None]
    cited: dict[tuple[str, object], Citation] = {}
    for one in chain.from_iterable(answer.citations for answer in found):
        cited.setdefault((one.document, one.spans), one)
    in_order = sorted(cited.values(), key=lambda one: one.candidate)
    return replace(
        answers[0],
        question=asked.asked,
        standalone_question=asked.text,
        text="\n".join(dict.fromkeys(filter(None, (answer.text for answer in found)))) or None,
        short=" · ".join(dict.fromkeys(answer.short for answer in found)),
        level=_least(answers),
        confidence=min((answer.confidence for answer in found or answers), default=0.0),
        citations=tuple(replace(one, number=n) for n, one in enumerate(in_order, start=1)),
        hits=_in_turn([answer.hits for answer in answers]),
        missing_terms=tuple(dict.fromkeys(t for answer in found for t in answer.missing_terms)),
        unknown_terms=tuple(dict.fromkeys(t for answer in answers for t in answer.unknown_terms)),
        corrected_terms={w: r for answer in answers for w, r in answer.corrected_terms.items()},
        parts=tuple(answer.standalone_question for answer in answers),
    )


def _least(answers: Sequence[Answer]) -> Level:
    levels = {answer.level for answer in answers}
    if levels == {"none"}:
        return "none"
    return "sure" if levels == {"sure"} else "maybe"


def _in_turn(lists: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """Return the first of each list, then the second of each, each passage once."""
    found: dict[str, Hit] = {}
    for hit in chain.from_iterable(zip_longest(*lists)):
        if hit is not None:
            found.setdefault(hit.passage.id, hit)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(found.values(), start=1))
