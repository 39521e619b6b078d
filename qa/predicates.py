"""The short answer to a question of yes or no: the predicate that decides it.

논의됐나? is answered by 다뤄지지 않았다, 산불에 탔나? by 대웅전을 지켜냈다: never by a yes or no of
our own, and never without the negation, the attempt or the plan that the sentence tells.
"""

from collections.abc import Iterator, Mapping, Sequence

from index.sourcemap import Span
from index.tokens import Token, terms_of

Words = list[list[Token]]  # the tokens of each eojeol

_VERBS = frozenset(("VV", "VA", "VCP", "VCN", "XSV", "XSA", "EF"))
_NOUNS = frozenset(("NNG", "NNP", "XSN"))
_ARGUMENTS = frozenset(("JKO", "JKS", "JKC", "JX", "MAG"))
_SIGNS = frozenset(("SF", "SP", "SE", "SS", "SSO", "SSC", "JKQ"))
# Endings inside a predicate: 뜨지 못했다, 뒤늦게 알렸다.
_INSIDE = ("지", "게")
# What follows one of these is the same predicate: 내지 않기로 했다, 줄어든 것으로 보인다.
_LEADS_ON = ("기로", "것으로", "걸로", "수", "수가", "수도", "적이", "바", "채", "때문")
# Who says so decides nothing.
_SAYING = frozenset((
    "밝히다", "말하다", "전하다", "덧붙이다", "설명", "발표", "주장", "보도", "강조",
))  # fmt: skip


def deciding(
    text: str, tokens: Sequence[Token], terms: Mapping[str, float], predicate: str
) -> Span | None:
    """Return where the predicate stands that decides a question; None where there is none.

    Args:
        text: the sentence that answers.
        tokens: its analysis, offsets in `text`.
        terms: the question's terms and their weights.
        predicate: the term of its verb.
    """
    found = [_words(text, clause) for clause in _clauses(tokens)]
    if not found:
        return None
    weights = [_weight(words, terms, predicate) for words in found]
    best = max(range(len(found)), key=lambda i: (weights[i], i))
    words = found[best]
    said = (token for word in words[_start(words, predicate) :] for token in word)
    first = next(token for token in said if token.tag not in _SIGNS)
    return Span(first.start, _end(words[-1][-1]))


def _clauses(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the clauses of a sentence that have a predicate, without what closes them."""
    clause: list[Token] = []
    for i, token in enumerate(tokens):
        clause.append(token)
        if i + 1 < len(tokens) and not _ends_clause(token, tokens[i + 1]):
            continue
        bare = _unclosed(clause)
        if any(_tag(one) in _VERBS for one in bare):
            yield bare
        clause = []


def _unclosed(clause: list[Token]) -> list[Token]:
    """Return a clause without the marks that close it, and the 며 behind one: “늘었다(”며)."""
    end = len(clause)
    if end > 1 and (clause[-2].tag, clause[-1].tag) == ("SSC", "EC"):
        end -= 1
    while end and clause[end - 1].tag in _SIGNS:
        end -= 1
    return clause[:end]


def _ends_clause(token: Token, after: Token) -> bool:
    if token.tag in ("EC", "JKQ"):
        return _tag(after) not in ("VX", "JX") and token.form not in _INSIDE
    return token.tag == "SF" and after.tag != "SF"


def _words(text: str, clause: Sequence[Token]) -> Words:
    words: Words = []
    for i, token in enumerate(clause):
        if not i or text[clause[i - 1].end : token.start].isspace():
            words.append([])
        words[-1].append(token)
    return words


def _weight(words: Words, terms: Mapping[str, float], predicate: str) -> float:
    """Return how much of the question a clause is about.

    What a clause is about is told in its sentence once, and counts for none of its clauses.
    """
    topic = next((i for i, word in enumerate(words[:-1]) if word[-1].form in ("은", "는")), -1)
    held = {term for word in words[topic + 1 :] for token in word for term in terms_of(token)}
    if predicate in held:
        return sum(terms.values()) + 1.0
    return sum(terms.get(term, 0.0) for term in held) - (not held.isdisjoint(_SAYING))


def _end(token: Token) -> int:
    """Return where a predicate ends, without the 고 of what is said: 줄어든 것으로 보인다(고)."""
    return token.end - token.form.endswith("다고")


def _start(words: Words, predicate: str) -> int:
    """Return the word that a predicate begins with: with what it says of its own."""
    at = len(words) - 1
    while at and _goes_on(words[at - 1], words[at]):
        at -= 1
    own = {term for word in words[at:] for token in word for term in terms_of(token)}
    if at and (words[at - 1][-1].tag == "MAG" or predicate not in own):
        at = _argument(words, at)
    return at


def _argument(words: Words, at: int) -> int:
    """Return where the argument before a predicate begins: 목숨을 잃은 사람은 (없다)."""
    if words[at - 1][-1].tag not in _ARGUMENTS:
        return at
    at -= 1
    if at and words[at - 1][-1].tag == "ETM":
        at -= 1
        at -= bool(at and words[at - 1][-1].tag in ("JKO", "JKS"))
    return at


def _goes_on(word: Sequence[Token], after: Sequence[Token]) -> bool:
    """Tell whether two words are one predicate."""
    if _tag(after[0]) in ("VX", "NNB") or word[-1].form == "지":
        return True
    is_named = any(token.tag == "VCP" for token in after)
    if is_named and word[-1].tag in _NOUNS:  # 순수 기증이다
        return True
    end = "".join(token.form for token in word[-2:])
    return word[-1].form in _LEADS_ON or end in _LEADS_ON


def _tag(token: Token) -> str:
    return token.tag.partition("-")[0]
