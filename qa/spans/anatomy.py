"""What a question says of its answer: the question word, its particle, the noun it asks for.

어느 도시에서 열렸나 asks for a 도시, marked with 에서, of 열리다; 단장은 누구인가 for a 단장.
Nothing here looks at a document.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from index.tokens import Token, fold, term_of, terms_of
from qa.focus import AnswerType
from qa.kinds import counts_of, units_of
from qa.question import Question
from qa.topic import QUESTION_WORDS, is_korean, tokens_of

# '이름은 무엇인가', '사람은 누구인가': what is asked for is what stands before them.
_GENERIC = frozenset(
    ("것", "이름", "명칭", "사람", "인물", "곳", "점", "때", "무엇", "말", "단어", "날")
)
# What a question in another language asks for is told by its kind alone.
_WORD_OF: dict[AnswerType, str] = {
    "date": "when", "person": "who", "place": "where", "number": "many", "whether": "what",
    "thing": "what",
}  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # kana and Hanja stand without spaces
WORDS = ("when", "who", "where", "what", "which", "many", "why", "how")


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A question taken apart.

    Args:
        word: `when`, `who`, `where`, `what`, `which`, `many`, `why`, `how`.
        particle: what marks the question word, and would mark its answer: `에서`, `이`, …; or ''.
        focus: the noun asked for, folded; '' where there is none.
        predicate: the term of the verb that rules the question, '' where a copula does.
        terms: its terms; `bare` its text without white space, folded.
        expects: the word that its kind of answer is asked for with, `when` of 발효일은?
        units: of the number that is asked for; empty where the question names none.
        condition: likewise what it says of the documents that are to answer: never the answer.
        wording: what a question in another language is worded with, any of which may ask.
    """

    word: str
    particle: str
    focus: str
    predicate: str
    terms: frozenset[str]
    bare: str
    expects: str
    units: tuple[str, ...] = ()
    condition: str = ""
    wording: tuple[str, ...] = ()

    def signs(self) -> tuple[str, ...]:
        """Return what tells of the class of the answer: each a word of the span model's prior."""
        return (
            f"word={self.word}",
            f"word={self.word}+{self.particle}",
            f"focus={self.focus}",
            f"ends={self.focus[-2:]}",
            f"end={self.focus[-1:]}",
            f"predicate={self.predicate}",
            *self.wording,
        )


def take_apart(question: Question, condition: str = "") -> Anatomy:
    """Return the anatomy of a question; its kind tells for one without a Korean question word.

    `condition` is what was said besides of the documents that are to answer.

    >>> take_apart(Question.of("다음 회의는 어느 도시에서 열리나?")).focus
    '도시'
    """
    tokens = tokens_of(question.text)
    at = next((i for i, token in enumerate(tokens) if token.form in QUESTION_WORDS), None)
    expects = _WORD_OF[question.kind]
    word = QUESTION_WORDS[tokens[at].form] if at is not None else expects
    return Anatomy(
        word=word,
        particle=_particle(tokens, at),
        focus=fold(_focus(tokens, at, word)),
        predicate=_predicate(tokens),
        terms=frozenset(term for token in tokens for term in terms_of(token)),
        bare=fold("".join(question.text.split())),
        expects=expects,
        units=(units_of(question) or counts_of(question)) if question.kind == "number" else (),
        condition=fold("".join(condition.split())),
        wording=() if is_korean(question.text) else tuple(dict.fromkeys(_wording(question.text))),
    )


def _wording(text: str) -> Iterator[str]:
    """Yield the words of a text and each two that follow each other.

    >>> list(_wording("How many?"))
    ['how', 'many', 'how many']
    >>> list(_wording("何人"))
    ['何', '人', '何人']
    """
    words = [
        part
        for word in _LETTERS.findall(text.casefold())
        for part in (word if _UNSPACED.search(word) else [word])
    ]
    yield from words
    for one, other in pairwise(words):
        yield f"{one}{other}" if _UNSPACED.match(one) else f"{one} {other}"


# The two forms of a particle, behind a consonant and behind a vowel: 누가 asks for …이, too.
_FORMS = {"가": "이", "는": "은", "를": "을", "과": "와", "으로": "로"}


def same_particle(one: str, other: str) -> bool:
    """Tell whether two particles are one, but for the sound they stand behind."""
    return _FORMS.get(one, one) == _FORMS.get(other, other)


def _particle(tokens: Sequence[Token], at: int | None) -> str:
    """Return the first particle behind the question word and the nouns it stands before."""
    if at is None:
        return ""
    for token in tokens[at + 1 :]:
        if token.tag.startswith("JK") or token.tag in ("JX", "VCP"):
            return token.form
        if token.tag[0] not in "NXS":
            return ""
    return ""


def _focus(tokens: Sequence[Token], at: int | None, word: str) -> str:
    if at is not None and word in ("which", "many"):
        after = _nouns(tokens[at + 1 :])
        if after:
            return after[0 if word == "many" else -1]  # 몇 세기 이탈리아에서; 어느 합류 지점에서
    return _topic(tokens[:at])


def _nouns(tokens: Sequence[Token]) -> list[str]:
    """Return the run of nouns that `tokens` begin with."""
    run = takewhile(lambda token: token.tag[0] == "N" or token.tag in ("XSN", "SL", "SW"), tokens)
    return [token.form for token in run]


def _topic(tokens: Sequence[Token]) -> str:
    """Return the noun that the question is about: the last one that is marked as topic."""
    nouns = [
        (i, token) for i, token in enumerate(tokens) if token.tag in ("NNG", "NNP", "NNB", "XSN")
    ]
    marked = [
        (i, token)
        for i, token in nouns
        if i + 1 == len(tokens) or tokens[i + 1].tag in ("JX", "JKS", "SF", "VCP")
    ]
    if not marked:
        return ""
    i, noun = marked[-1]
    if noun.form in _GENERIC:
        before = [token for j, token in nouns if j < i]
        return before[-1].form if before and i and tokens[i - 1] is before[-1] else noun.form
    return noun.form


def _predicate(tokens: Sequence[Token]) -> str:
    for i in range(len(tokens) - 1, -1, -1):
        tag = tokens[i].tag.partition("-")[0]
        if tag in ("XSV", "XSA") and i:
            return fold(tokens[i - 1].form)
        if tag in ("VV", "VA"):
            return term_of(tokens[i]) or ""
    return ""
