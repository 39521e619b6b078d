"""Questions proposed from a person's own documents, to be read before they count.

From each passage: a question that one of its sentences answers (`asking`), or its cell of a table;
from each document its title, and a few sentences with a blank (cloze); and now and then one that
nothing answers, which asks an answerable question of another year or place that no document names.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain, groupby, zip_longest
from typing import Any

from eval.asking import ask, cloze, ends_in_consonant, places, tokens_of, topic
from index.records import Passage

FEEDBACK = "feedback"  # the type of what people asked; which sentence answers may be unknown

_TITLE = range(8, 60)  # characters of a title that is asked about
_BLANKS = 3  # sentences of a document with a blank, each from another part of it
_EVERY = 5  # of so many questions one has no answer
_YEARS = range(1991, 2020)
_PLACES = ("삼척", "남원", "보령", "태백", "경주", "공주", "파주", "여주")
_YEAR = re.compile(r"(?:19|20)\d\d(?=년)")
_NUMBER = re.compile(r"\d")
_HANGUL = re.compile("[가-힣]")
_DAY = re.compile(r"(?:19|20)\d\d(?:년|-\d|\.\s?\d)|\d+월")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question with what would be right, in the contract's form of an evaluation set.

    Args:
        said: what a person said of the answer to it, for whoever decides; no part of the set.
    """

    id: str
    type: str
    question: str
    documents: tuple[str, ...]
    evidence: tuple[str, ...]
    answers: tuple[str, ...]
    history: tuple[str, ...] = ()
    said: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the sentence that answers has yet to be named."""
        return self.type == FEEDBACK and not self.evidence

    def to_json(self) -> dict[str, Any]:
        """Return the row of a `questions.jsonl`."""
        row = asdict(self)
        del row["said"]
        return row | {"lang": "ko" if _HANGUL.search(self.question) else "en", "split": ""}


def propose(passages: Sequence[Passage], count: int) -> list[Proposal]:
    """Return up to `count` proposals, all kinds in turn, spread over the documents.

    The same passages give the same proposals.
    """
    chance = random.Random(0)
    mixed = list(passages)
    chance.shuffle(mixed)
    stated = [list(_stated(passage)) for passage in mixed]
    first = [questions[0] for questions in stated if questions]
    blanks = list(_clozes(passages, chance))
    chance.shuffle(blanks)
    cells = list(chain.from_iterable(map(_cells, mixed)))
    kinds = (first, cells, list(_titles(passages)), blanks)
    answerable = [one for row in zip_longest(*kinds) for one in row if one]
    unanswerable = list(_unanswerable(list(chain.from_iterable(stated)), passages))
    answerable = answerable[: count - min(len(unanswerable), count // _EVERY)]
    chosen = [*answerable, *unanswerable[: count - len(answerable)]]
    return [replace(one, id=f"{one.type}-{n:03}") for n, one in enumerate(chosen, start=1)]


def _stated(passage: Passage) -> Iterator[Proposal]:
    """Yield the questions that the sentences of the passage answer."""
    for span in passage.sentences:
        sentence = passage.text[span.start : span.end].strip()
        for asked in ask(sentence):
            yield _proposal("direct", asked.question, passage, sentence, asked.answer)


def _cells(passage: Passage) -> Iterator[Proposal]:
    """Yield a question about one cell of a table's row, whose columns the heading names."""
    *around, columns = [part.strip() for part in passage.heading.split("›")]
    names, cells = [name.strip() for name in columns.split("|")], passage.text.split("\t")
    if len(names) < 2 or len(names) != len(cells) or "\n" in passage.text:
        return
    named = next((n for n, cell in enumerate(cells) if _HANGUL.match(cell)), len(cells))
    asked = next((n for n in range(named + 1, len(cells)) if _is_figure(cells[n])), None)
    if asked is None or not _HANGUL.search(names[asked]):
        return
    where = f"‘{around[-1]}’에서 " if around else ""
    what = names[asked] if _HANGUL.match(names[asked]) else f"{names[asked]} 값"
    question = f"{where}{cells[named]}의 {topic(what)} 얼마인가?"
    yield _proposal("table", question, passage, passage.text, cells[asked])


def _is_figure(cell: str) -> bool:
    return bool(_NUMBER.match(cell)) and not _DAY.match(cell)


def _titles(passages: Sequence[Passage]) -> Iterator[Proposal]:
    """Yield a question about each title, answered by the first sentence that is another."""
    seen = set()
    for passage in passages:
        if passage.document in seen or len(passage.title) not in _TITLE or not passage.sentences:
            continue
        first = passage.sentences[0]
        sentence = passage.text[first.start : first.end].strip()
        if sentence in passage.title or not sentence.endswith("다."):
            continue
        seen.add(passage.document)
        called = "이라는" if ends_in_consonant(passage.title) else "라는"
        question = f"‘{passage.title}’{called} 글은 무슨 소식을 전하나?"
        yield _proposal("title", question, passage, sentence, "")


def _clozes(passages: Sequence[Passage], chance: random.Random) -> Iterator[Proposal]:
    """Yield from each part of each document the first sentence in which a blank can be left."""
    for _, group in groupby(passages, key=lambda passage: passage.document):
        document = list(group)
        size = -(-len(document) // _BLANKS)
        for start in range(0, len(document), size):
            blanks = map(_blanks, document[start : start + size])
            if found := next(filter(None, blanks), None):
                yield chance.choice(found)


def _blanks(passage: Passage) -> list[Proposal]:
    """Return the blanks of the first sentence of the passage that has any."""
    for span in passage.sentences:
        sentence = passage.text[span.start : span.end].strip()
        if asked := list(cloze(sentence)):
            return [
                _proposal("cloze", one.question, passage, sentence, one.answer) for one in asked
            ]
    return []


def _unanswerable(stated: Sequence[Proposal], passages: Sequence[Passage]) -> Iterator[Proposal]:
    """Yield answerable questions with a year or a place put in that no document names."""
    whole = "\n".join(f"{p.title} {p.heading} {p.text}" for p in passages)
    years = [str(year) for year in _YEARS if str(year) not in whole]
    elsewhere = [place for place in _PLACES if place not in whole]
    for number, one in enumerate(stated):
        asked = one.question
        if years and (found := _YEAR.search(asked)):
            other = years[number % len(years)]
            span = found.span()
        elif elsewhere and (named := next(places(asked, tokens_of(asked)), None)):
            other, span = elsewhere[number % len(elsewhere)], (named.start, named.end)
        else:
            continue
        question = asked[: span[0]] + other + asked[span[1] :]
        yield Proposal("", "none", question, (), (), ())


def _proposal(kind: str, question: str, passage: Passage, evidence: str, answer: str) -> Proposal:
    answers = (answer,) if answer else ()
    return Proposal("", kind, question, (passage.document,), (evidence,), answers)
