"""Makes `model/`: a static multilingual model, from openly licensed text and Kiwi's own vectors.

Run `python -m index.train [DATA] [--out index/model]`; nothing imports this module, and it alone
may import torch. In order: pairs (what shall lie close), teacher (Korean meaning out of Kiwi),
pieces (the vocabulary), training, saving, measuring. All of it in one file, to be read as a recipe.

The vocabulary has one kind of piece: no continuation prefix, so 조약 is the same entry at the
start of a word and inside one. Text is split where the script changes, and punctuation is dropped.
Korean pieces are the stretches that Kiwi cuts text into; those of the other scripts are learned.
"""

import argparse
import gzip
import json
import logging
import re
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import torch
from kiwipiepy import Kiwi, Token
from numpy.typing import NDArray
from safetensors.numpy import save as save_safetensors
from scipy.sparse import csr_array
from scipy.stats import spearmanr
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from index.encoder import BundledEncoder

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Row = dict[str, Any]

LANGUAGES = ("ko", "en", "ja", "zh", "zh-Hant", "ru")
# Script → characters, pieces, characters of the longest that is learned. 28,000 pieces in all:
# with 128 dimensions in float16 the model stays under 8 MB.
SCRIPTS = {
    "Hangul": ("가-힣", 13000, 0),
    "Latin": ("a-zß-öø-ɏḀ-ỿ", 6200, 10),
    "Han": ("㐀-䶿一-鿿々", 4400, 4),
    "Cyrillic": ("Ѐ-ԯ", 2700, 9),
    "Kana": ("ぁ-ゟァ-ヿ", 1400, 7),
    "Digit": ("0-9", 300, 4),
}
RUNS = "|".join(f"[{characters}]+" for characters, _, _ in SCRIPTS.values())
TEACHER_TEXTS = 80_000  # Korean texts that Kiwi analyses
LANDMARKS = 320  # the vectors have rank 256; a few more even out the rounded cosines
SMOOTH = 1e-3  # a in the inverse frequency weight a / (a + p)
RANK_COUNT = 60_000  # occurrences that a morpheme of Kiwi's is granted, divided by its rank
BATCH, TEMPERATURE, RATE, EPOCHS = 1024, 0.05, 3e-3, 3
PULL = 1.0  # weight of the teacher against the contrastive loss
MOST_CHARACTERS = 300  # of a text, while training
# Pairs that an epoch draws of a family: times each pair, and at most so many.
DRAWS = {
    "news": (4.0, 12_000),
    "word": (1.0, 20_000),
    "name": (1.0, 8_000),
    "parallel tatoeba": (4.0, 12_000),
    "parallel korsts": (1.0, 12_000),
    "docs en-ja": (1.0, 3_000),
    "docs en-zh": (1.0, 3_000),
}
DRAW = (1.0, 9_000)
KEPT = 3  # epochs whose draws differ; preparing a text takes longer than training on it

log = logging.getLogger("index.train")


# --- Pairs -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Pairs:
    """Texts, each once and numbered, and by family the pairs of numbers that shall lie close."""

    numbers: dict[str, int] = field(default_factory=dict)
    families: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, family: str, left: str, right: str | None) -> None:
        """Add one pair; a text that meets itself teaches nothing."""
        if left and right and left != right:
            one, two = (self.numbers.setdefault(t, len(self.numbers)) for t in (left, right))
            self.families[family].append((one, two))


def lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file; nothing where it is absent."""
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from file


def rows(data: Path, name: str) -> Iterator[Row]:
    """Yield the rows of a file of the data folder; nothing where it is absent."""
    yield from map(json.loads, lines(data / name))


def read_pairs(data: Path) -> Pairs:
    """Read everything that is trained on; what is measured on is left out here."""
    pairs = Pairs()
    for row in rows(data, "parallel/ko-en.jsonl.gz"):
        pairs.add(f"parallel {row['source']}", row["ko"], row["en"])
    add_multilingual(pairs, "news", split_news(data)[0])
    add_multilingual(pairs, "docs", rows(data, "parallel/tensorflow-docs-6-languages.jsonl.gz"))
    for name in ("cldr_names", "countries"):
        add_multilingual(pairs, "name", rows(data, f"dictionaries/{name}.jsonl.gz"))
    add_dictionaries(pairs, data)
    add_korean(pairs, data)
    if not pairs.families:
        raise SystemExit(f"no training data in {data}: name the folder that holds parallel/ …")
    return pairs


def sampled(pairs: Pairs, rng: np.random.Generator) -> Pairs:
    """Return as many pairs of each family as `KEPT` epochs draw, and the texts of these alone."""
    texts, kept = list(pairs.numbers), Pairs()
    for family, members in sorted(pairs.families.items()):
        most = KEPT * draw_of(family)[1]
        chosen = (
            rng.permutation(len(members))[:most] if len(members) > most else range(len(members))
        )
        for i in chosen:
            kept.add(family, *(texts[number] for number in members[i]))
    return kept


def split_news(data: Path) -> tuple[list[Row], list[Row]]:
    """Return the news to train on and the last fifth, held out; rows stand in document order.

    The file does not say where a document ends, so a margin between the two belongs to neither.
    """
    news = list(rows(data, "parallel/news-19-languages.jsonl.gz"))
    cut, margin = len(news) * 4 // 5, min(30, len(news) // 10)
    return news[: cut - margin], news[cut:]


def add_multilingual(pairs: Pairs, family: str, texts: Iterable[Row]) -> None:
    """Pair every language with Korean and with English."""
    for row in texts:
        for one, two in combinations([code for code in LANGUAGES if row.get(code)], 2):
            if "ko" in (one, two) or "en" in (one, two):
                pairs.add(f"{family} {one}-{two}", row[one], row[two])


def add_dictionaries(pairs: Pairs, data: Path) -> None:
    """Pair words by sense: with English, and through the same English sense with Korean."""
    korean: dict[tuple[str, ...], list[str]] = {}
    for code in ("ko", "ja", "zh", "ru"):
        for row in rows(data, f"dictionaries/enwikt_en_{code}.jsonl.gz"):
            sense = row["en"], row["pos"], row["sense"]
            for word in row[code][:2]:
                pairs.add(f"word en-{code}", row["en"], word)
                for other in korean.get(sense, ()):
                    pairs.add(f"word ko-{code}", other, word)
            if code == "ko":
                korean[sense] = row["ko"][:2]
    add_korean_words(pairs, data)


def add_korean_words(pairs: Pairs, data: Path) -> None:
    """Pair Korean words with English glosses and Hanja, and names with their Hangul spelling."""
    for row in rows(data, "dictionaries/kedict.jsonl.gz"):
        pairs.add("word hanja", row["ko"], row["hanja"])
        for gloss in row["en"][:2]:
            pairs.add("word kedict", row["ko"], gloss)
    for line in lines(data / "dictionaries/translit_korean_go.tsv.gz"):
        foreign, _, hangul = line.rstrip("\n").partition("\t")
        pairs.add("name translit", foreign, hangul)


def add_korean(pairs: Pairs, data: Path) -> None:
    """Pair query and passage, a sentence and what stands around it, paraphrases."""
    for row in rows(data, "korean/query-passage.jsonl.gz"):
        pairs.add(f"passage {row['source']}", row["query"], row["passage"])
        sentences = re.split(r"(?<=[다요까][.?])\s+", row["passage"])
        if len(sentences) > 2:
            middle = len(sentences) // 2
            around = " ".join(sentences[:middle] + sentences[middle + 1 :])
            pairs.add(f"cloze {row['source']}", sentences[middle], around)
    for group in split_paraphrases(data)[0]:
        for one, two in combinations(group[:5], 2):
            pairs.add("paraphrase", one, two)
    for row in rows(data, "korean/sae4k.jsonl.gz"):
        pairs.add("gist", row["q"], row["key"])
    for row in rows(data, "korean/question_pair.jsonl.gz"):
        if row["dup"] == "1":
            pairs.add("paraphrase", row["q1"], row["q2"])


def split_paraphrases(data: Path) -> tuple[list[list[str]], list[list[str]]]:
    """Return the groups of paraphrases to train on and every fifth, held out."""
    groups: dict[int, list[str]] = defaultdict(list)
    for row in rows(data, "korean/parakqc.jsonl.gz"):
        groups[row["group"]].append(row["text"])
    ordered = [groups[number] for number in sorted(groups)]
    return [group for i, group in enumerate(ordered) if i % 5], ordered[::5]


# --- Teacher ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Teacher:
    """What Kiwi knows: how often a stretch of Hangul occurs; vectors of stretches and texts."""

    counts: Counter[str]
    stretches: dict[str, Floats]
    texts: dict[int, Floats]


def normal(text: str) -> str:
    """Return the form in which the tokenizer sees a text."""
    return unicodedata.normalize("NFKC", text).lower()


def morpheme_vectors(kiwi: Kiwi, dimension: int, rng: np.random.Generator) -> Floats:
    """Recover the vectors of Kiwi's morphemes from their cosines, by the Nyström map.

    With C the cosines of all morphemes to some landmarks and L D Lᵀ those among the landmarks,
    the rows of C L D^-½ are the vectors up to a rotation. They are centred and lose their three
    strongest components, which all morphemes share (raw cosines are all near .7).
    """
    size = len(kiwi.most_similar_morphemes(1000, top_n=10**6))
    landmarks = rng.choice(np.arange(100, min(size, 30_000)), LANDMARKS, replace=False)
    cosines = np.zeros((size, LANDMARKS))
    for column, landmark in enumerate(landmarks):
        near = kiwi.most_similar_morphemes(int(landmark), top_n=size)
        cosines[[one.id for one in near], column] = [one.score for one in near]
        cosines[landmark, column] = 1  # Kiwi puts a morpheme last in its own list
    values, axes = np.linalg.eigh(cosines[landmarks])
    strong = values > values[-1] * 1e-4
    vectors = cosines @ (axes[:, strong] / np.sqrt(values[strong]))
    vectors -= vectors.mean(axis=0)
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    vectors = vectors @ axes[:, ::-1][:, 3 : 3 + dimension]
    vectors = np.pad(vectors, ((0, 0), (0, dimension - vectors.shape[1])))
    norms = np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-9)
    unit: Floats = (vectors / norms).astype(np.float32)
    return unit


def stretches(text: str, tokens: Sequence[Token], size: int) -> Iterator[tuple[str, list[int]]]:
    """Yield stretches of text and their morphemes: 보냈 → 보내, 었, whose places overlap."""
    start = end = 0
    morphemes: list[int] = []
    for token in tokens:
        if morphemes and token.len and token.start >= end:
            yield text[start:end], morphemes
            morphemes = []
        if not morphemes:
            start = token.start
        end = max(end, token.start + token.len)
        morphemes.append(token.id if token.id < size else 0)  # spelling variants have no vector
    if morphemes:
        yield text[start:end], morphemes


def teach(pairs: Pairs, dimension: int, rng: np.random.Generator) -> Teacher:
    """Analyse a sample of the Korean texts; morphemes weigh by smooth inverse frequency."""
    kiwi = Kiwi(num_workers=2)
    vectors = morpheme_vectors(kiwi, dimension, rng)
    korean = [t for t in pairs.numbers if len(re.findall("[가-힣]", t)) > len(t) / 3]
    sample = [korean[i] for i in rng.permutation(len(korean))[:TEACHER_TEXTS]]
    texts = [normal(text[:200]) for text in sample]
    analysed = [
        list(stretches(text, tokens, len(vectors)))
        for text, tokens in zip(texts, kiwi.tokenize(texts), strict=True)
    ]
    counts = Counter(form for cuts in analysed for form, _ in cuts)
    ids = np.array([i for cuts in analysed for _, morphemes in cuts for i in morphemes])
    share = np.bincount(ids, minlength=len(vectors)) / len(ids)
    vectors *= (SMOOTH / (SMOOTH + share)).astype(np.float32)[:, None]
    vectors[0] = 0
    meaning: dict[str, list[int]] = {}
    for rank in range(
        len(vectors)
    ):  # Kiwi's frequent morphemes first, also those not in the sample
        form = kiwi.morpheme(rank).form
        meaning.setdefault(form, [rank])
        counts[form] += RANK_COUNT // (rank + 100)
    meaning.update(cut for cuts in analysed for cut in cuts)
    means = {
        pairs.numbers[text]: vectors[[i for _, ids in cuts for i in ids]].mean(axis=0)
        for text, cuts in zip(sample, analysed, strict=True)
        if cuts
    }
    sums = {form: vectors[ids].sum(axis=0) for form, ids in meaning.items()}
    return Teacher(counts, sums, means)


# --- Pieces ----------------------------------------------------------------------------------


def learn_pieces(pairs: Pairs, teacher: Teacher, scale: float) -> dict[str, float]:
    """Return the vocabulary with log probabilities, each script for itself."""
    runs = Counter(run for text in pairs.numbers for run in re.findall(RUNS, normal(text[:300])))
    vocabulary: dict[str, float] = {}
    for script, (characters, size, longest) in SCRIPTS.items():
        one_script = re.compile(f"[{characters}]+")
        words = {w: n**0.5 for w, n in runs.items() if one_script.match(w)}
        alphabet = Counter(c for w in words for c in w)
        if script == "Hangul":
            words = {w: n for w, n in words.items() if n > 1}
            candidates = {w: n**0.5 for w, n in teacher.counts.items() if one_script.fullmatch(w)}
            alphabet = Counter({c: n for c, n in alphabet.items() if is_common_syllable(c)})
        else:
            candidates = substrings(words, longest)
        vocabulary |= fitted(words, candidates, alphabet, int(size * scale))
    return vocabulary


def is_common_syllable(character: str) -> bool:
    """Tell whether a syllable is one of the 2,350 of KS X 1001, or of the 11,172."""
    return len(character.encode("euc_kr", "ignore")) == 2


def substrings(words: dict[str, float], longest: int) -> dict[str, float]:
    """Return the pieces of the words, weighted by the characters they cover."""
    found: dict[str, float] = defaultdict(float)
    for word, weight in words.items():
        for i in range(len(word)):
            for j in range(i + 2, min(len(word), i + longest) + 1):
                found[word[i:j]] += weight * (j - i)
    return found


def fitted(
    words: dict[str, float], candidates: dict[str, float], alphabet: Counter[str], size: int
) -> dict[str, float]:
    """Fit a unigram model by cutting words its best way, counting, and dropping what is rare."""
    letters = dict(alphabet.most_common(size * 2 // 3))
    kept = letters | strongest(candidates, size * 4)
    for most in (size * 2, size, size):
        model = models.Unigram([("[UNK]", 0.0), *log_shares(kept).items()], unk_id=0)
        used: dict[str, float] = defaultdict(float)
        for word, weight in words.items():
            for token in model.tokenize(word):
                used[token.value] += weight
        longer = {piece: n for piece, n in used.items() if piece in kept and piece not in letters}
        kept = {c: used[c] + 1 for c in letters} | strongest(longer, most - len(letters))
    return log_shares(kept)


def strongest(weights: dict[str, float], most: int) -> dict[str, float]:
    """Return the heaviest entries; equals in the order of their names."""
    return dict(sorted(weights.items(), key=lambda entry: (-entry[1], entry[0]))[:most])


def log_shares(counts: dict[str, float]) -> dict[str, float]:
    """Return log probabilities, rounded so that the tokenizer's file stays small."""
    total = sum(counts.values())
    return {piece: round(float(np.log(n / total)), 2) for piece, n in counts.items()}


def build_tokenizer(vocabulary: dict[str, float]) -> Tokenizer:
    """Return the tokenizer: NFKC, lower case, runs of one script, cut into pieces."""
    tokenizer = Tokenizer(models.Unigram([("[UNK]", 0.0), *vocabulary.items()], unk_id=0))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(RUNS), "removed", invert=True)
    return tokenizer


# --- Training --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Corpus:
    """The pieces of all texts in one array, and the vectors that the teacher wishes for some."""

    pieces: Ints
    offsets: Ints
    wishes: Floats
    wished: Ints  # row of `wishes` by text, -1 for none

    def bags(self, texts: Ints) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what an `EmbeddingBag` takes: pieces, and where each text begins."""
        cuts = [self.pieces[self.offsets[i] : self.offsets[i + 1]] for i in texts]
        starts = np.cumsum([0, *map(len, cuts[:-1])])
        return torch.from_numpy(np.concatenate(cuts)), torch.from_numpy(starts)


def build_corpus(pairs: Pairs, tokenizer: Tokenizer, teacher: Teacher) -> Corpus:
    """Cut all texts into pieces; a translation is wished where the Korean is."""
    texts = [text[:MOST_CHARACTERS] for text in pairs.numbers]
    cuts: list[NDArray[np.int32]] = []
    for start in range(0, len(texts), 10_000):
        found = tokenizer.encode_batch_fast(texts[start : start + 10_000])
        cuts += (np.array([i for i in one.ids if i], np.int32) for one in found)
    wishes = dict(teacher.texts)
    for family, members in pairs.families.items():
        if family.split()[0] in ("parallel", "news", "docs", "word", "name"):
            for one, two in members:
                for left, right in ((one, two), (two, one)):
                    if left in teacher.texts:
                        wishes.setdefault(right, teacher.texts[left])
    wished = np.full(len(texts), -1)
    wished[list(wishes)] = np.arange(len(wishes))
    offsets = np.cumsum([0, *map(len, cuts)])
    return Corpus(
        np.concatenate(cuts).astype(np.int64), offsets, np.stack([*wishes.values()]), wished
    )


def first_vectors(corpus: Corpus, tokenizer: Tokenizer, teacher: Teacher, seed: int) -> Floats:
    """Start a Korean piece from its morphemes, any other from the texts that it stands in."""
    size, dimension = tokenizer.get_vocab_size(), corpus.wishes.shape[1]
    lengths = np.diff(corpus.offsets)
    owner = np.repeat(corpus.wished, lengths)
    held = owner >= 0
    shape = size, len(corpus.wishes)
    places = csr_array((np.ones(held.sum(), np.float32), (corpus.pieces[held], owner[held])), shape)
    vectors = places @ (corpus.wishes - corpus.wishes.mean(axis=0))
    vectors /= np.maximum(places.sum(axis=1), 5)[:, None]  # what is rare starts near zero
    for piece, row in tokenizer.get_vocab().items():
        if piece in teacher.stretches:
            vectors[row] = teacher.stretches[piece]
    noise = np.random.default_rng(seed).normal(0, 0.001, (size, dimension))
    started: Floats = (vectors + noise).astype(np.float32)
    return started


def draw_of(family: str) -> tuple[float, int]:
    """Return how often an epoch draws each pair of a family, and how many at most."""
    return DRAWS.get(family, DRAWS.get(family.split()[0], DRAW))


def batches(pairs: Pairs, rng: np.random.Generator) -> list[Ints]:
    """Draw one epoch: batches of one family each, so that what must be told apart is alike."""
    drawn: list[Ints] = []
    for family, members in sorted(pairs.families.items()):
        times, most = draw_of(family)
        count = min(int(len(members) * times), most)
        order = np.concatenate([rng.permutation(len(members)) for _ in range(int(times) or 1)])
        chosen = np.array(members)[order[:count]]
        drawn += [chosen[i : i + BATCH] for i in range(0, count, BATCH)]
    return [drawn[i] for i in rng.permutation(len(drawn))]


def loss_of(left: torch.Tensor, right: torch.Tensor, batch: Ints) -> torch.Tensor:
    """Return the contrastive loss both ways; pairs that share a text are no negatives."""
    numbers = torch.from_numpy(batch)
    same = (numbers[:, None] == numbers[None]).any(dim=2) & ~torch.eye(len(batch), dtype=torch.bool)
    scores = (left @ right.T / TEMPERATURE).masked_fill(same, -1e4)
    target = torch.arange(len(batch))
    cross_entropy = torch.nn.functional.cross_entropy
    return cross_entropy(scores, target) + cross_entropy(scores.T, target)


def train(pairs: Pairs, corpus: Corpus, vectors: Floats, rng: np.random.Generator) -> Floats:
    """Return the vectors after all epochs; the learning rate falls linearly to zero."""
    bag = torch.nn.EmbeddingBag.from_pretrained(
        torch.from_numpy(vectors), freeze=False, mode="mean", sparse=True
    )
    optimizer = torch.optim.SparseAdam(list(bag.parameters()), lr=RATE)
    epochs = [batches(pairs, rng) for _ in range(EPOCHS)]
    steps = sum(map(len, epochs))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0, 1 - step / steps))
    for epoch in epochs:
        total = 0.0
        for batch in epoch:
            texts = batch.T.reshape(-1)
            encoded = torch.nn.functional.normalize(bag(*corpus.bags(texts)))
            left, right = encoded[: len(batch)], encoded[len(batch) :]
            loss = loss_of(left, right, batch) + PULL * pull_of(encoded, texts, corpus)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()  # type: ignore[no-untyped-call]
            schedule.step()
            total += loss.item()
        log.info("%s batches, loss %.3f", len(epoch), total / len(epoch))
    return bag.weight.detach().numpy()


def pull_of(encoded: torch.Tensor, texts: Ints, corpus: Corpus) -> torch.Tensor:
    """Return how far the texts lie from where the teacher wishes them, as 1 - cosine."""
    held = corpus.wished[texts] >= 0
    wishes = torch.from_numpy(corpus.wishes[corpus.wished[texts[held]]])
    cosines = torch.nn.functional.cosine_similarity(encoded[torch.from_numpy(held)], wishes)
    return (1 - cosines).sum() / len(texts)


# --- Saving and measuring --------------------------------------------------------------------


def save(out: Path, tokenizer: Tokenizer, vectors: Floats) -> None:
    """Write the layout of sentence-transformers, which model2vec reads as well."""
    vectors[0] = 0
    (out / "1_Normalize").mkdir(parents=True, exist_ok=True)
    weights = save_safetensors({"embedding.weight": vectors.astype(np.float16)})
    (out / "model.safetensors").write_bytes(weights)
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    kind = "sentence_transformers.models"
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": f"{kind}.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": f"{kind}.Normalize"},
    ]
    config = {"similarity_fn_name": "cosine", "normalize": True, "max_length": None}
    for name, content in (
        ("modules.json", modules),
        ("config_sentence_transformers.json", config),
        ("1_Normalize/config.json", {}),
    ):
        (out / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def ranks(encoder: BundledEncoder, questions: list[str], passages: list[str], gold: Ints) -> Ints:
    """Return for each question the rank of its passage, from 1; ties count against it."""
    scores = encoder.encode_questions(questions) @ encoder.encode_passages(passages).T
    own = scores[np.arange(len(gold)), gold]
    found: Ints = (scores >= own[:, None]).sum(axis=1)
    return found


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what was measured, on how many questions, and what came out."""

    what: str
    measure: str
    count: int
    value: float


def measure(encoder: BundledEncoder, data: Path) -> list[Figure]:
    """Return the figures on data that no pair was made of; nothing for a file that is absent."""
    table = [*measure_paragraphs(encoder, data), *measure_korean(encoder, data)]
    news = split_news(data)[1]
    sets = [("Park news, dev", "en", list(rows(data, "dev/park-news-ko-en.jsonl.gz")))]
    sets += [("NTREX half, held-out documents", code, news) for code in LANGUAGES[1:]]
    for what, code, texts in sets:
        both = [row for row in texts if row.get(code) and row.get("ko")]
        if both:
            questions, passages = ([row[c] for row in both] for c in (code, "ko"))
            found = ranks(encoder, questions, passages, np.arange(len(both)))
            table.append(Figure(f"{what}: {code} → ko", "R@1", len(both), (found == 1).mean()))
    return table


def measure_paragraphs(encoder: BundledEncoder, data: Path) -> Iterator[Figure]:
    """Yield the figure of Korean questions to Korean paragraphs."""
    path = data / "korquad/korquad_v1_dev_half_a.json"
    if path.is_file():
        articles = json.loads(path.read_text(encoding="utf-8"))["data"]
        paragraphs = [p for article in articles for p in article["paragraphs"]]
        asked = [(qa["question"], i) for i, p in enumerate(paragraphs) for qa in p["qas"]]
        gold = np.array([i for _, i in asked])
        contexts = [p["context"] for p in paragraphs]
        found = ranks(encoder, [question for question, _ in asked], contexts, gold)
        gain = np.where(found <= 10, 1 / np.log2(found + 1), 0).mean()
        what = f"KorQuAD 1.0 dev, half A: question → {len(paragraphs)} paragraphs"
        yield Figure(what, "nDCG@10", len(asked), gain)


def measure_korean(encoder: BundledEncoder, data: Path) -> Iterator[Figure]:
    """Yield the figures of Korean sentences to Korean sentences."""
    if sts := list(rows(data, "dev/klue-sts.jsonl.gz")):
        one, two = (encoder.encode_questions([r[f"sentence{i}"] for r in sts]) for i in (1, 2))
        labels = [row["labels"]["real-label"] for row in sts]
        rho = spearmanr((one * two).sum(axis=1), labels).statistic
        yield Figure("KLUE-STS dev", "Spearman", len(sts), float(rho))
    if held := [group[:2] for group in split_paraphrases(data)[1] if len(group) > 1]:
        found = ranks(encoder, [a for a, _ in held], [b for _, b in held], np.arange(len(held)))
        yield Figure("ParaKQC, held-out groups", "R@1", len(held), (found == 1).mean())


CARD = """\
---
language: [ko, en, ja, zh, ru]
license: apache-2.0
library_name: sentence-transformers
pipeline_tag: sentence-similarity
tags: [sentence-transformers, model2vec, static-embeddings, korean]
---
# The bundled model of geungeo

A static embedding model: one vector of {dimension} numbers for each of {pieces:,} pieces of text,
averaged and normalised. It holds no transformer and runs on any CPU without torch. It finds Korean
passages for Korean questions by meaning, and for questions in English, less well in Japanese,
Chinese and Russian. It knows no word order, no negation, and nothing of other scripts.

It loads with `index.encoder`, with `SentenceTransformer("index/model")`, and with model2vec's
`StaticModel.from_pretrained("index/model", max_length=None)`. Float16; no prompts; no truncation.

## How it was made
`python -m index.train DATA --out index/model --dimension {dimension} --scale {scale} --seed {seed}`

Korean pieces are the stretches that Kiwi cuts text into, started from the vectors of its CoNgram
model; the others are learned, and start from the translations that they stand in. All are then
trained for {epochs} epochs, in-batch contrastive, over {pairs:,} pairs, with a pull of Korean texts
and their translations towards the mean of Kiwi's vectors.

## Figures
Measured by the same run, on data that was not trained on:

| what | measure | questions | figure |
| --- | --- | ---: | ---: |
{figures}

The held-out documents are the last fifth of the file, with a margin before them that belongs to
neither part.

## Sources and licences
The weights hold none of the text.

| source | licence |
| --- | --- |
| Kiwi 0.24 with its model: morphemes and their vectors | Apache-2.0 |
| Python documentation | PSF |
| C++, PowerShell and other Microsoft documentation, React, Vue | CC BY 4.0 |
| TensorFlow documentation | Apache-2.0 |
| NuGet documentation | MIT |
| KorSTS, ParaKQC, sae4k (gists) | CC BY-SA 4.0 |
| Bible: KRV 1961 and World English Bible; vote.gov | public domain |
| Tatoeba | CC BY 2.0 FR |
| mozilla.org | MPL-2.0 |
| NTREX-128, half of its documents | CC BY-SA 4.0 |
| English Wiktionary, translations; kedict and its examples | CC BY-SA 3.0 |
| Unicode CLDR names; list of countries | Unicode; ODbL |
| transliterations after the National Institute of Korean Language | Apache-2.0 |
| Korean statutes, court decisions; presidential speeches | not protected (Copyright Act 7; 24) |
| petitions; Wikinews | KOGL-1; CC BY |
| question pairs (songys) | MIT |

Measured on, not trained on: KorQuAD 1.0 (CC BY-ND 2.0 KR), KLUE (CC BY-SA 4.0), Park's
Korean–English news (CC BY-SA 3.0).
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, save and measure."""
    parser = argparse.ArgumentParser(
        prog="python -m index.train", description="Make the bundled embedding model."
    )
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("index/model"))
    parser.add_argument("--dimension", type=int, default=128)
    parser.add_argument("--scale", type=float, default=1.0, help="of the vocabulary; 1 is 28,000")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)
    began = time.monotonic()

    def done(what: str) -> None:
        log.info("%5.0f s  %s", time.monotonic() - began, what)

    rng = np.random.default_rng(options.seed)
    pairs = sampled(read_pairs(options.data), rng)
    done(f"{len(pairs.numbers)} texts, {sum(map(len, pairs.families.values()))} pairs")
    teacher = teach(pairs, options.dimension, rng)
    done(f"{len(teacher.texts)} texts analysed")
    tokenizer = build_tokenizer(learn_pieces(pairs, teacher, options.scale))
    corpus = build_corpus(pairs, tokenizer, teacher)
    done(f"{tokenizer.get_vocab_size()} pieces, {len(corpus.pieces)} occurrences")
    vectors = first_vectors(corpus, tokenizer, teacher, options.seed)
    save(options.out, tokenizer, train(pairs, corpus, vectors, rng))
    done("trained")
    table = measure(BundledEncoder(options.out), options.data)
    table_lines = [f"| {f.what} | {f.measure} | {f.count:,} | {f.value:.3f} |" for f in table]
    card = CARD.format(
        dimension=options.dimension,
        scale=options.scale,
        seed=options.seed,
        pieces=tokenizer.get_vocab_size(),
        epochs=EPOCHS,
        pairs=sum(map(len, pairs.families.values())),
        figures="\n".join(table_lines),
    )
    (options.out / "README.md").write_text(card, encoding="utf-8")
    done("measured:\n" + "\n".join(table_lines))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
