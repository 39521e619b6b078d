"""What shall lie close: pairs of texts, by family, out of the data folder.

Not here: what is held out (`index.corpora`), how pairs become vectors (`learning`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import numpy as np

from index.corpora import (
    Row,
    lines,
    rows,
    split_docs,
    split_news,
    split_paraphrases,
    split_sentences,
)

LANGUAGES = (
    "ko", "en", "ja", "zh", "zh-Hant", "ru", "es", "pt", "fr", "de", "it", "vi", "id", "pl", "tr",
)  # fmt: skip
# The languages that have a dictionary with English, Korean first: the others meet it by sense.
DICTIONARIES = ("ko", *(code for code in LANGUAGES if code not in ("ko", "en", "zh-Hant")))
# Languages whose words end in many ways: of a word this long also what stands before its last
# two characters is paired, for other forms of it begin so.
INFLECTED, SHORTEST = frozenset({"ru", "es", "pt", "fr", "de", "it", "pl", "tr"}), 6
# Pairs that an epoch draws of a family: times each pair, and at most so many. A family's name is
# its kind and what tells it apart: `word en-ja`; the longer name counts.
DRAWS = {
    "news": (4.0, 12_000),
    "word": (1.0, 16_000),
    "stem": (1.0, 6_000),
    "gloss": (1.0, 7_000),
    "name": (1.0, 8_000),
    "ask": (1.0, 16_000),
    "synonym": (1.0, 60_000),
    "question": (3.0, 20_000),
    "parallel tatoeba": (4.0, 12_000),
    "parallel korsts": (1.0, 12_000),
    "docs": (1.0, 3_000),
}
DRAW = (1.0, 9_000)
OWN = Path(__file__).with_name("own")  # what we wrote ourselves; its README tells its form
KEPT = 3  # epochs whose draws differ; preparing a text takes longer than training on it


@dataclass(slots=True)
class Pairs:
    """Texts, each once and numbered, and by family the pairs of numbers that shall lie close."""

    numbers: dict[str, int] = field(default_factory=dict)
    families: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def __len__(self) -> int:
        return sum(map(len, self.families.values()))

    def add(self, family: str, left: str, right: str | None) -> None:
        """Add one pair; a text that meets itself teaches nothing."""
        if left and right and left != right:
            one, two = (self.numbers.setdefault(t, len(self.numbers)) for t in (left, right))
            self.families[family].append((one, two))

    def without(self, families: Iterable[str]) -> "Pairs":
        """Return the pairs of all families but those whose names begin so."""
        left_out = tuple(families)
        families_ = {f: m for f, m in self.families.items() if not f.startswith(left_out)}
        return Pairs(self.numbers, defaultdict(list, families_))

    def sampled(self, rng: np.random.Generator) -> "Pairs":
        """Return as many pairs of each family as `KEPT` epochs draw, and these texts alone."""
        texts, kept = list(self.numbers), Pairs()
        for family, members in sorted(self.families.items()):
            most = KEPT * draw_of(family)[1]
            chosen = (
                rng.permutation(len(members))[:most] if len(members) > most else range(len(members))
            )
            for i in chosen:
                kept.add(family, *(texts[number] for number in members[i]))
        return kept


def draw_of(family: str) -> tuple[float, int]:
    """Return how often an epoch draws each pair of a family, and how many at most."""
    return DRAWS.get(family, DRAWS.get(family.split()[0], DRAW))


def read_pairs(data: Path, rng: np.random.Generator) -> Pairs:
    """Read everything that is trained on; what is measured on is left out."""
    pairs = Pairs()
    sentences = split_sentences(data)[0]
    for row in sentences:
        pairs.add(f"parallel {row['source']}", row["ko"], row["en"])
    add_multilingual(pairs, "news", split_news(data)[0])
    add_multilingual(pairs, "docs", split_docs(data)[0])
    for name in ("cldr_names", "countries"):
        add_multilingual(pairs, "name", rows(data, f"dictionaries/{name}.jsonl.gz"))
    add_dictionaries(pairs, data)
    add_glosses(pairs, data, [*sentences, *split_news(data)[0]], rng)
    add_korean_words(pairs, data)
    add_thesaurus(pairs)
    add_questions(pairs)
    add_passages(pairs, data, rng)
    add_paraphrases(pairs, data)
    return pairs


def add_multilingual(pairs: Pairs, family: str, texts: Iterable[Row]) -> None:
    """Pair every language with Korean and with English."""
    for row in texts:
        for one, two in combinations([code for code in LANGUAGES if row.get(code)], 2):
            if "ko" in (one, two) or "en" in (one, two):
                pairs.add(f"{family} {one}-{two}", row[one], row[two])


def add_dictionaries(pairs: Pairs, data: Path) -> None:
    """Pair words by sense: with English, and through the same English sense with Korean."""
    korean: dict[tuple[str, ...], list[str]] = {}
    for code in DICTIONARIES:
        for row in rows(data, f"dictionaries/enwikt_en_{code}.jsonl.gz"):
            sense = row["en"], row["pos"], row["sense"]
            if code == "ko":
                korean[sense] = row["ko"][:2]
            for word in row[code][:2]:
                pairs.add(f"word en-{code}", row["en"], word)
                for other in korean.get(sense, ()) if code != "ko" else ():
                    pairs.add(f"word ko-{code}", other, word)
                if code in INFLECTED and len(word) >= SHORTEST and " " not in word:
                    pairs.add(f"stem en-{code}", row["en"], word[:-2])


def add_glosses(pairs: Pairs, data: Path, texts: Sequence[Row], rng: np.random.Generator) -> None:
    """Pair Korean sentences with what a dictionary makes of their English, word by word.

    It is no translation, yet to a model without word order it is nearly one, and it teaches how
    much a word weighs in a sentence where there are few sentences in its language (code switching
    as in CoSDA-ML, Qin et al. 2020, here of every word that the dictionary has).
    """
    human = [row for row in texts if not row.get("machine") or row["source"] == "korsts"]
    most = KEPT * DRAWS["gloss"][1]
    for code in DICTIONARIES[1:]:
        lexicon = read_lexicon(data, code)
        if lexicon:
            for i in rng.permutation(len(human))[:most]:
                gloss = glossed(human[i]["en"], lexicon, rng)
                pairs.add(f"gloss {code}", human[i]["ko"], gloss)


def read_lexicon(data: Path, code: str) -> dict[str, list[str]]:
    """Return the translations of each English word, those of its first senses."""
    lexicon: dict[str, list[str]] = defaultdict(list)
    for row in rows(data, f"dictionaries/enwikt_en_{code}.jsonl.gz"):
        if len(lexicon[row["en"].lower()]) < 4:
            lexicon[row["en"].lower()] += row[code][:2]
    return lexicon


def glossed(text: str, lexicon: Mapping[str, Sequence[str]], rng: np.random.Generator) -> str:
    """Return `text` with each word replaced that the lexicon knows, or whose stem it knows."""
    found = []
    for word in re.findall(r"\w+", text):
        forms = next((lexicon[f] for f in english_forms(word.lower()) if lexicon.get(f)), None)
        found.append(forms[int(rng.integers(len(forms)))] if forms else word)
    return " ".join(found)


def english_forms(word: str) -> Iterator[str]:
    """Yield a word and what it may be a form of: `studied` → studi, study; `making` → make."""
    yield word
    for ending, others in (("ies", "y"), ("ied", "y"), ("ing", " e"), ("ed", " e"), ("es", " "),
                           ("s", " ")):  # fmt: skip
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield from (word[: -len(ending)] + other.strip() for other in others)


def add_korean_words(pairs: Pairs, data: Path) -> None:
    """Pair Korean words with English glosses and Hanja, and names with their Hangul spelling."""
    for row in rows(data, "dictionaries/kedict.jsonl.gz"):
        pairs.add("word hanja", row["ko"], row["hanja"])
        for gloss in row["en"][:2]:
            pairs.add("word kedict", row["ko"], gloss)
    for line in lines(data / "dictionaries/hanja_libhangul.txt.gz"):
        hangul, _, rest = line.partition(":")
        hanja = rest.partition(":")[0]
        if len(hangul) > 1 and len(hanja) == len(hangul):
            pairs.add("word hanja", hangul, hanja)
    for line in lines(data / "dictionaries/translit_korean_go.tsv.gz"):
        foreign, _, hangul = line.rstrip("\n").partition("\t")
        pairs.add("name translit", foreign, hangul)


def add_thesaurus(pairs: Pairs) -> None:
    """Pair the words of our own thesaurus with what says the same, in Korean and four languages.

    What stands beside a word may be of its several senses, and is not paired with each other.
    """
    for word, *columns in _table(OWN / "thesaurus.tsv"):
        for code, column in zip(("ko", "en", "ja", "zh", "ru"), columns, strict=True):
            family = "synonym" if code == "ko" else f"word thesaurus-{code}"
            for other in column.split("/"):
                pairs.add(family, word, other.strip(" -"))


def add_questions(pairs: Pairs) -> None:
    """Pair sentences of our own with questions in other words and in other languages."""
    for sentence, *questions in _table(OWN / "questions.tsv"):
        for question, code in zip(questions, ("ko", "ko", "en", "other"), strict=True):
            pairs.add(f"question {code}", question, sentence)


def _table(path: Path) -> Iterator[list[str]]:
    yield from (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())


def add_passages(pairs: Pairs, data: Path, rng: np.random.Generator) -> None:
    """Pair a passage with its query, and with what someone might ask about one of its sentences."""
    for row in rows(data, "korean/query-passage.jsonl.gz"):
        pairs.add(f"passage {row['source']}", row["query"], row["passage"])
        sentences = re.split(r"(?<=[다요까][.?])\s+", row["passage"])
        if len(sentences) > 1:
            chosen = int(rng.integers(len(sentences)))
            pairs.add(f"ask {row['source']}", asked(sentences[chosen], rng), row["passage"])
        if len(sentences) > 2:
            middle = len(sentences) // 2
            around = " ".join(sentences[:middle] + sentences[middle + 1 :])
            pairs.add(f"cloze {row['source']}", sentences[middle], around)


def asked(sentence: str, rng: np.random.Generator) -> str:
    """Return about two thirds of a sentence's words, its verb mostly lost, and a question word.

    A question repeats some words of the sentence that answers it and lacks the rest (the inverse
    cloze task of Lee et al. 2019, with the sentence left in the passage).
    """
    words = sentence.split()
    kept = [word for word in words[:12] if rng.random() < 0.65] or words[:1]
    return " ".join([*kept, str(rng.choice(QUESTION_WORDS))])


QUESTION_WORDS = (
    "누구인가?", "무엇인가?", "언제인가?", "어디인가?", "몇 명인가?", "얼마인가?", "이유는?",
    "이름은?", "누가 했나?", "무엇을 했는가?", "어느 나라인가?", "몇 년도인가?",
)  # fmt: skip


def add_paraphrases(pairs: Pairs, data: Path) -> None:
    """Pair what says the same: questions, commands and their gist."""
    for group in split_paraphrases(data)[0]:
        for one, two in combinations(group[:5], 2):
            pairs.add("paraphrase", one, two)
    for row in rows(data, "korean/sae4k.jsonl.gz"):
        pairs.add("gist", row["q"], row["key"])
    for row in rows(data, "korean/question_pair.jsonl.gz"):
        if row["dup"] == "1":
            pairs.add("paraphrase", row["q1"], row["q2"])
