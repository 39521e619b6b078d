"""Question → hits: three lists, fused by what the question shows; duplicates grouped.

The formula. Lexical is BM25 over Kiwi terms and BM25 over character bigrams, each over what a
passage gains that holds all of the question once; dense is the cosine of the vectors and, where the
encoder can tell, how well the passage holds the question piece by piece. Nothing is divided by the
best of its list: a list that finds nothing stays small and does not disturb the other. Dense counts
less where one passage holds all of the question's words. What holds a Korean name that a question
in another language spells in its own letters gains by it, with all of its document.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, Self, overload

import numpy as np
from numpy.typing import NDArray

from index.encoder import Aligner, Encoder, Vectors, load_encoder
from index.errors import InputError
from index.lexical import Statistics
from index.records import Hit, Passage, Scored, Where
from index.store import Store
from index.tokens import Token, analyse, count_bigrams, count_terms, normal_forms, terms_of
from qa.alignment import Alignment
from qa.cache import BatchCache
from qa.condition import Condition, read_condition
from qa.duplicates import Folding
from qa.fitting import Fits, absent, fits, narrowed, outlets
from qa.focus import words_that_ask
from qa.question import clean_question, parse_date
from qa.spelling import corrections
from qa.topic import QUESTION_WORDS, is_korean
from qa.transliteration import names

Mode = Literal["hybrid", "dense", "lexical"]
Floats = NDArray[np.float64]
MODES: tuple[Mode, ...] = ("hybrid", "dense", "lexical")

# Candidates of each list; the fused order is exact within their union.
_POOL = 100
# Weights of the parts of a passage's score, terms = 1; and how much less dense counts where one
# passage holds all words of the question. Of 120 combinations, by the mean nDCG@10 of eleven kinds
# of development questions: of the sets news, office and tuning, over five documents more, 514 of
# KorQuAD's half A and our own over its paragraphs, of six kinds. The mean is .848 (lexical .557,
# dense .843), with the weights before .845.
_BIGRAMS, _ALIGNMENT, _COSINE, _YIELDS = 0.5, 3.0, 1.0, 0.5
# A question in another language shares numbers and little words by chance: where its words are not
# found together, lexical counts this much. Six such questions of the sample set's development part
# go from nDCG@10 .634 to .707.
# Nor does dense count less there for the words that a document in that language shares.
_FOREIGN, _SHARED = 0.3, 0.4
# What a document gains by the names that such a question spells in its own letters; it has them
# where a passage holds so much of their pairs. Of the tuning set's questions in English 64 of 100
# then find the right passage first, 56 before; of all in other languages 67, before 64.
_NAMED, _HELD = 0.6, 0.5
_SUFFIXES = frozenset("자인률율액권")  # who does what the stem says, and what of it is measured
_DIVISIBLE = 3  # syllables of a word that may be two; of two syllables each is too common
_LOOKED = 3  # passages that are looked into for a word
_DOCUMENTS = 4096  # that are kept, of those that were cited or compared with a condition
_NAMING = ("NNG", "NNP", "SL", "SH")


@dataclass(frozen=True, slots=True)
class Query:
    """A question's words and vector, weighed against one index.

    Args:
        terms: weights of its Kiwi terms; `bigrams` of its character bigrams.
        unknown: nouns that no passage holds, of a Korean question.
        corrected: which of them were read as slips, and for what; `text` holds the right word.
        names: what of a question in another script passages write in Hangul, and how.
        korean: whether most of its letters are Hangul.
        vector: None where dense is not asked for.
    """

    text: str
    terms: Mapping[str, float]
    bigrams: Mapping[str, float]
    unknown: tuple[str, ...]
    korean: bool
    vector: NDArray[np.float32] | None
    corrected: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Results(Sequence[Hit]):
    """Hits, best first, and what a person should know beside them.

    Args:
        question: the search string.
        query: its words and vector, without a condition on the documents that some of them fit.
        condition: what the question says of the documents that are to answer, as it says it.
        undated: documents that a date filter left out for want of a date.
        seconds: wall time.
    """

    question: str
    query: Query
    hits: tuple[Hit, ...]
    condition: str = ""
    undated: int = 0
    seconds: float = 0.0

    @property
    def unknown_terms(self) -> tuple[str, ...]:
        """Words of the question that no passage holds."""
        return self.query.unknown

    @property
    def corrected_terms(self) -> Mapping[str, str]:
        """What was searched for in place of a word that no passage holds."""
        return self.query.corrected

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, index: int | slice) -> Hit | tuple[Hit, ...]:
        return self.hits[index]

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)


class _Row(NamedTuple):
    """A candidate and its scores."""

    id: str
    fused: float
    lexical: float
    dense: float


_Found = tuple[Query, tuple[Hit, ...]]  # the question as it is read, and what was found


class Retriever:
    """Finds passages in an index. Safe to share between threads."""

    def __init__(self, store: Store, encoder: Encoder | None = None) -> None:
        """Search `store`; the encoder is loaded by name when dense is first asked for."""
        self.store = store
        self._given = encoder
        self.document = lru_cache(_DOCUMENTS)(store.document)

    @classmethod
    def open(cls, index: str | Path, *, encoder: str | Encoder | None = None) -> Self:
        """Open an index for searching.

        Args:
            index: the index's folder.
            encoder: a model's name or path, or an encoder; None is the one that made the index.

        Raises:
            StoreError: there is none, or it was made with something else, or it is damaged.
            EncoderError: the encoder cannot be loaded.
        """
        store = Store.open(index)
        if isinstance(encoder, str):
            encoder = load_encoder(encoder)
        if encoder is not None:
            store.require_encoder(encoder)
        return cls(store, encoder)

    def reopened(self) -> Self:
        """Return a retriever over the newest generation, with this one's encoder if it made it."""
        store = Store.open(self.store.folder)
        made_by = (store.settings.encoder, store.settings.fingerprint)
        mine = (self.store.settings.encoder, self.store.settings.fingerprint)
        loaded: Encoder | None = self.__dict__.get("encoder", self._given)
        return type(self)(store, loaded if made_by == mine else None)

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder that made the index's vectors."""
        encoder = self._given or load_encoder(self.store.settings.encoder)
        self.store.require_encoder(encoder)
        return encoder

    @cached_property
    def alignment(self) -> Alignment | None:
        """The reranking that the encoder offers, None where it offers none."""
        encoder = self.encoder
        return Alignment(self.store, encoder) if isinstance(encoder, Aligner) else None

    @cached_property
    def vectors(self) -> BatchCache[Vectors]:
        """What gives sentences their vectors, each of shape (dimension,)."""
        return BatchCache(self.encoder.encode_passages)

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        mode: Mode = "hybrid",
        since: str | None = None,
        until: str | None = None,
        sources: Sequence[str] = (),
    ) -> Results:
        """Return the `k` best passages for a question, duplicates grouped.

        Args:
            question: at most `question.LONGEST` characters.
            k: how many.
            mode: which lists count.
            since: ISO date; documents without a date are left out, and counted.
            until: the same, included.
            sources: outlets as their documents name them.

        Raises:
            InputError: the question is empty or too long, a date is none, `since` is after
                `until`, or `k` is not positive.
        """
        started = time.perf_counter()
        if not isinstance(k, int) or k < 1:
            raise InputError(f"k is {k}, at least 1 passage can be asked for, a whole number")
        if mode not in MODES:
            raise InputError(f"mode is {mode!r}, it is one of {', '.join(MODES)}")
        where = make_where(since, until, sources)
        asked = clean_question(question)
        condition = read_condition(asked)
        query, hits = (condition and self._under(condition, asked, where, mode, k)) or (
            self._anywhere(asked, where, mode, k)
        )
        return Results(
            question=asked,
            query=query,
            hits=hits,
            condition=asked[condition.start : condition.end] if condition else "",
            undated=self.store.undated(where) if where.since or where.until else 0,
            seconds=time.perf_counter() - started,
        )

    def query(self, text: str, mode: Mode = "hybrid") -> Query:
        """Return the words and the vector of a question, weighed against this index.

        A word that no passage holds is read as the one that it seems to be a slip for. What asks,
        언제 and 얼마, stands in no answer and is none of its words.
        """
        terms, bigrams = self.store.stats("terms"), self.store.stats("bigrams")
        query = self._query(text, mode)
        slips = corrections(text, query.unknown, terms, bigrams) if query.unknown else {}
        if not slips:
            return query
        for word, right in slips.items():
            text = text.replace(word, right)
        meant = self._query(text, mode)
        return replace(meant, unknown=(*slips, *meant.unknown), corrected=slips)

    def _query(self, text: str, mode: Mode) -> Query:
        sentences = next(iter(analyse([text])))
        terms = count_terms(text, sentences)
        korean = is_korean(text)
        statistics, bigrams = self.store.stats("terms"), self.store.stats("bigrams")
        unknown: dict[str, None] = {}
        tokens = [token for sentence in sentences for token in sentence.tokens if korean]
        asking = [*words_that_ask(tokens)]
        asked = {term for token in asking for term in terms_of(token)}
        if terms.keys() - asked:  # 누구 alone is looked for
            terms = Counter({term: n for term, n in terms.items() if term not in asked})
            tokens = [token for token in tokens if token not in asking]
        for token in (token for token in tokens if _names_something(token)):
            for term in (term for term in terms_of(token) if not statistics.df(term)):
                if _is_cut_off(text, token, bigrams):
                    terms.pop(term, None)
                elif (parts := self._parts(term, statistics, bigrams)) is None:
                    unknown[text[token.start : token.end]] = None
                else:
                    terms.pop(term, None)
                    terms.update(parts)
        return Query(
            text,
            statistics.weights(terms),
            bigrams.weights(count_bigrams(text)),
            tuple(unknown),
            korean,
            self.encoder.encode_questions([text])[0] if mode != "lexical" else None,
            names={} if korean else self._names(text),
        )

    def _parts(self, word: str, terms: Statistics, bigrams: Statistics) -> tuple[str, ...] | None:
        """Return the terms by which passages know a word, None where they do not hold it at all.

        They may hold all pairs of a word, and not the word: 러시 of 러시아, 시야 for 러시야.
        """
        parts = _written_as(word, terms, bigrams)
        by_pairs = parts is not None and word[:-1] not in parts and not any(normal_forms(word))
        return None if by_pairs and not self._stands(word) else parts

    def _names(self, text: str) -> dict[str, str]:
        """Return the names of a question in another script, as passages write them."""
        terms, bigrams = self.store.stats("terms"), self.store.stats("bigrams")
        return {
            text[one.start : one.end]: one.korean
            for one in names(text, terms, bigrams, self._stands)
        }

    def _stands(self, word: str) -> bool:
        """Tell whether a passage that holds the pairs of a word holds it, too."""
        weights = self.store.stats("bigrams").weights(count_bigrams(word))
        found = self.store.sparse(weights, _LOOKED, Where(), "bigrams")
        passages = self.store.fetch([one.id for one in found])
        return any(word in f"{p.title}\n{p.heading}\n{p.text}" for p in passages)

    def _anywhere(self, asked: str, where: Where, mode: Mode, k: int) -> _Found:
        query = self.query(asked, mode)
        return query, self._first(lambda pool: self._candidates(query, [where], mode, pool), k)

    def _under(
        self, condition: Condition, asked: str, where: Where, mode: Mode, k: int
    ) -> _Found | None:
        """Return what is found where documents that fit are preferred.

        None where none does, and all that the condition names stands somewhere: then it may belong
        to what is asked.
        """
        sources = self.store.sources
        named = outlets(condition, sources)
        places = list(dict.fromkeys((where, narrowed(where, condition, sources))))
        missing = self._missing(condition, asked, named, places, mode)
        query = self.query(condition.rest(asked, named | missing), mode)
        fit: Fits | None = None

        def ranked(pool: int) -> list[_Row]:
            nonlocal fit
            rows = self._candidates(query, places, mode, pool)
            passages = self.store.fetch([row.id for row in rows])
            fit = fits(condition, passages, self.document)
            return _weighed(rows, passages, fit) if fit else rows

        hits = self._first(ranked, k)
        told = fit.told if fit else frozenset[str]()
        if not fit and not missing:
            return None
        left = condition.rest(asked, told | missing)  # a title finds its document, and is not read
        read = query if left == query.text else self.query(left, mode)
        unknown = sorted(missing - told) if read.korean else ()
        return replace(read, unknown=(*unknown, *read.unknown)), hits

    def _missing(
        self,
        condition: Condition,
        asked: str,
        named: frozenset[str],
        places: Sequence[Where],
        mode: Mode,
    ) -> frozenset[str]:
        """Return the words of a condition that name no outlet and stand in no passage found."""
        if named.issuperset((*condition.names, *condition.title)):
            return frozenset()
        query = self.query(condition.rest(asked, named), mode)
        rows = self._candidates(query, places, mode, _POOL)
        return absent(condition, self.store.fetch([row.id for row in rows])) - named

    def _first(self, ranked: Callable[[int], list[_Row]], k: int) -> tuple[Hit, ...]:
        """Return the first `k` hits, from as many candidates as that takes."""
        pool = max(_POOL, 4 * k)
        while True:
            rows = ranked(pool)
            hits = tuple(self._hits(rows, k))
            if len(hits) == k or len(rows) < pool:  # so few: no list has any more
                return hits
            pool *= 4  # many of them say the same

    def _candidates(
        self, query: Query, places: Sequence[Where], mode: Mode, pool: int
    ) -> list[_Row]:
        """Return the best of each list with the scores of all lists, best fused first."""
        store = self.store
        found: dict[str, None] = {}
        for where in places:
            if mode != "dense":
                found |= _ids(store.sparse(query.terms, pool, where))
                found |= _ids(store.sparse(query.bigrams, pool, where, "bigrams"))
            if query.vector is not None:
                found |= _ids(store.dense(query.vector, pool, where))
            if query.names:
                found |= _ids(store.sparse(self._named(query), pool, where, "bigrams"))
        ids = sorted(found)
        terms = np.array(store.sparse_scores(query.terms, ids)) / _weight(query.terms)
        bigrams = np.array(store.sparse_scores(query.bigrams, ids, "bigrams"))
        bigrams /= _weight(query.bigrams)
        lexical = terms + _BIGRAMS * bigrams
        dense = np.zeros(len(ids))
        if query.vector is not None:
            dense = _COSINE * np.array(store.dense_scores(query.vector, ids))
            if self.alignment is not None:
                dense += _ALIGNMENT * self.alignment.scores(query.text, ids)
        # Kiwi gives no terms for Cyrillic: of such a question the terms are its numbers alone.
        worded = any(char.isalpha() for term in query.terms for char in term)
        held = terms if worded else np.minimum(terms, bigrams)
        coverage = min(1.0, float(held.max(initial=0.0)))
        share = 1.0 if query.korean or coverage >= _SHARED else _FOREIGN
        yields = _YIELDS * coverage if query.korean else 0.0
        hybrid = share * lexical + (1 - yields) * dense + self._of_names(query, ids)
        fused = {"lexical": lexical, "dense": dense, "hybrid": hybrid}[mode]
        scores = zip(ids, fused.tolist(), lexical.tolist(), dense.tolist(), strict=True)
        return _in_order(_Row(*row) for row in scores)

    def _named(self, query: Query) -> dict[str, float]:
        """Return the weights of the pairs of a question's names."""
        pairs = count_bigrams(" ".join(query.names.values()))
        return self.store.stats("bigrams").weights(pairs)

    def _of_names(self, query: Query, ids: Sequence[str]) -> Floats:
        """Return what each passage gains by the names of a question that its document holds."""
        if not query.names:
            return np.zeros(len(ids))
        named = self._named(query)
        documents = [id_.rpartition("@")[0] for id_ in ids]
        held = best_by_document(documents, self.store.sparse_scores(named, ids, "bigrams"))
        return np.asarray(_NAMED * np.minimum(1.0, held / (_HELD * _weight(named))))

    def _hits(self, rows: Sequence[_Row], k: int) -> Iterator[Hit]:
        """Yield the first `k` hits with what says the same folded into the best of them."""
        best: list[_Row] = []
        folding = Folding(self.store.copies)
        for start in range(0, len(rows), 2 * k):
            batch = rows[start : start + 2 * k]
            for row, passage in zip(batch, self.store.fetch([r.id for r in batch]), strict=True):
                if folding.add(passage):
                    best.append(row)
            if len(best) >= k:
                break
        for rank, (row, group) in enumerate(zip(best[:k], folding.groups, strict=False), start=1):
            scores = {"dense": row.dense, "lexical": row.lexical}
            yield Hit(rank, row.fused, scores, *folding.shown(group))


def _in_order(rows: Iterable[_Row]) -> list[_Row]:
    return sorted(rows, key=lambda row: (-round(row.fused, 6), row.id))


def _weighed(rows: Sequence[_Row], passages: Sequence[Passage], fit: Fits) -> list[_Row]:
    """Return rows in their order when those of documents that fit less count less."""
    pairs = zip(rows, passages, strict=True)
    return _in_order(row._replace(fused=fit.weight(p.document) * row.fused) for row, p in pairs)


def _names_something(token: Token) -> bool:
    return token.tag in _NAMING and token.form not in QUESTION_WORDS


def _is_cut_off(text: str, token: Token, bigrams: Statistics) -> bool:
    """Tell whether a syllable is of a word that passages hold and Kiwi has cut: 담 of 도담."""
    pair = text[max(token.start - 1, 0) : token.end]
    return (
        token.end - token.start == 1 and len(pair) > 1 and all(map(bigrams.df, count_bigrams(pair)))
    )


def _written_as(word: str, terms: Statistics, bigrams: Statistics) -> tuple[str, ...] | None:
    """Return the terms by which passages know a word that is none of their own, None where none is.

    Of 우승자 they may know 우승: 우승한 선수.
    """
    if _is_written(word, terms, bigrams):
        return _cut_apart(word, terms)
    stem = word[:-1]
    suffixed = word[-1] in _SUFFIXES and len(word) >= _DIVISIBLE and terms.df(stem)
    return (stem,) if suffixed else None


def _is_written(word: str, terms: Statistics, bigrams: Statistics) -> bool:
    """Tell whether passages hold a word that they know under no term of its own.

    Kiwi cuts it otherwise there: 쇼이구는 holds the noun 쇼이구, 쇼이구 서기 a show and an ending.
    Or it has a normal form: 북러 is 북한 and 러시아.
    """
    if forms := [*normal_forms(word)]:
        return all(map(terms.df, forms))
    return len(word) >= _DIVISIBLE and all(map(bigrams.df, count_bigrams(word)))


def _cut_apart(word: str, terms: Statistics) -> tuple[str, ...]:
    """Return the two terms that a word is made of, 국방 and 장관 of 국방장관; none if it is not."""
    cuts = [(word[:at], word[at:]) for at in range(1, len(word))]
    known = [cut for cut in cuts if all(terms.df(part) for part in cut)]
    return max(known, key=lambda cut: min(map(len, cut)), default=())


def best_by_document(documents: Sequence[str], scores: Sequence[float]) -> Floats:
    """Return for each score the best one of its document; the n-th is of the n-th document."""
    best = dict(sorted(zip(documents, scores, strict=True)))  # the last one counts
    return np.array([best[name] for name in documents])


def _ids(scored: Sequence[Scored]) -> dict[str, None]:
    return {one.id: None for one in scored}


def _weight(weights: Mapping[str, float]) -> float:
    """Return what a passage of mean length gains that holds every term once; never 0."""
    return sum(weights.values()) or 1.0


def make_where(since: str | None, until: str | None, sources: Sequence[str]) -> Where:
    """Return a filter from what a person gave; raises `InputError` for days that are none."""
    if isinstance(sources, str):
        raise InputError(f"sources is {sources!r}, a list of outlets is meant: [{sources!r}]")
    where = Where(parse_date(since, "since"), parse_date(until, "until"), tuple(sources))
    if where.since and where.until and where.since > where.until:
        raise InputError(f"since is {where.since}, after until, {where.until}: no day is both")
    return where
