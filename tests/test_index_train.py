import gzip
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from kiwipiepy import Kiwi

from index import train
from index.corpora import split_docs, split_news, split_paraphrases, split_sentences
from index.encoder import BundledEncoder
from index.training import learning, pairs, pieces, teacher

WORDS = {
    "시장": ("mayor", "市長", "мэр"),
    "도서관": ("library", "図書館", "библиотека"),
    "바다": ("sea", "海", "море"),
    "기차": ("train", "列車", "поезд"),
    "눈": ("snow", "雪", "снег"),
    "학교": ("school", "学校", "школа"),
    "빵": ("bread", "パン", "хлеб"),
    "편지": ("letter", "手紙", "письмо"),
}
LANDMARKS = 8


def write_rows(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def write_toy_data(folder: Path) -> None:
    """Write a data folder of a few sentences made of eight words in four languages."""
    ko, en = list(WORDS), [english for english, _, _ in WORDS.values()]
    write_rows(
        folder / "parallel/ko-en.jsonl.gz",
        [
            {
                "ko": f"우리는 {a}와 {b}를 보았다.",
                "en": f"We saw the {c} and the {d}.",
                "source": "tatoeba" if a == "빵" else "toy",
            }
            for a, c in zip(ko, en, strict=True)
            for b, d in zip(ko, en, strict=True)
        ],
    )
    write_rows(
        folder / "parallel/news-19-languages.jsonl.gz",
        [
            {"ko": f"{word} 소식 {i}", "en": f"{e} news {i}", "ja": f"{j}のニュース {i}", "ru": r}
            for i in range(5)
            for word, (e, j, r) in WORDS.items()
        ],
    )
    write_rows(
        folder / "parallel/tensorflow-docs-6-languages.jsonl.gz",
        [
            {"ko": f"{word} 모형 {i}", "en": f"{e} model {i}", "ja": f"{j}モデル {i}"}
            for i in range(5)
            for word, (e, j, _) in WORDS.items()
        ],
    )
    write_rows(
        folder / "dictionaries/enwikt_en_ko.jsonl.gz",
        [{"en": e, "pos": "n", "sense": "", "ko": [k]} for k, e in zip(ko, en, strict=True)],
    )
    write_rows(
        folder / "korean/query-passage.jsonl.gz",
        [
            {
                "query": f"{word} 안내",
                "passage": f"{word}에 왔다. 여기서 {word}를 만난다. 내일도 연다.",
                "source": "toy",
            }
            for word in ko
        ],
    )
    write_rows(
        folder / "korean/parakqc.jsonl.gz",
        [
            {"text": text, "group": i}
            for i, word in enumerate(ko)
            for text in (f"{word} 어디야?", f"{word} 위치 알려 줘", f"{word} 어딘지 말해")
        ],
    )
    write_rows(
        folder / "dev/klue-sts.jsonl.gz",
        [
            {"sentence1": f"{a}가 보인다", "sentence2": f"{b}가 있다", "labels": {"real-label": n}}
            for n, (a, b) in enumerate(pairwise(ko))
        ],
    )
    paragraphs = [
        {"context": f"{word}는 작다.", "qas": [{"question": f"작은 {word}?"}]} for word in ko
    ]
    path = folder / "korquad/korquad_v1_dev_half_a.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")


def write_own(folder: Path) -> None:
    """Write a thesaurus and questions of two lines each."""
    folder.mkdir()
    (folder / "thesaurus.tsv").write_text(
        "도서관\t책방 / 책 빌리는 곳\tlibrary\t図書館\t图书馆\tбиблиотека\n"
        "눈\t-\tsnow / eye\t雪\t雪 / 眼睛\tснег\n",
        encoding="utf-8",
    )
    (folder / "questions.tsv").write_text(
        "시장이 기차를 탔다.\t누가 열차에 올랐나?\t무엇에 올랐나?\tWho left?\t誰が乗ったか。\n"
        "바다에 눈이 왔다.\t어디가 하얘졌나?\t무엇이 내렸나?\tWhere did it snow?\tГде шёл снег?\n",
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as context:
        yield context


@pytest.fixture(scope="module")
def kiwi() -> Kiwi:
    return Kiwi()


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch, kiwi: Kiwi) -> Path:
    """A folder with `data`, and in `model` what was trained on it."""
    folder = tmp_path_factory.mktemp("toy")
    write_toy_data(folder / "data")
    write_own(folder / "own")
    patch.setattr(pairs, "OWN", folder / "own")
    patch.setattr(teacher, "LANDMARKS", LANDMARKS)
    patch.setattr(teacher, "Kiwi", lambda **_: kiwi)  # loaded once, not at every run
    run(folder, "model")
    return folder


def run(folder: Path, name: str, *options: str) -> None:
    sizes = ["--dimension", "16", "--scale", "0.01", "--epochs", "8"]
    train.main([str(folder / "data"), "--out", str(folder / name), *sizes, *options])


def test_a_trained_folder_is_a_bundled_model(toy: Path) -> None:
    encoder = BundledEncoder(toy / "model")
    assert encoder.dimension == 16
    words = encoder.encode_questions([*WORDS, *(english for english, _, _ in WORDS.values())])
    scores = words[: len(WORDS)] @ words[len(WORDS) :].T
    assert (scores.argmax(axis=1) == np.arange(len(WORDS))).mean() >= 0.75


def test_the_card_tells_command_sources_and_a_place_for_figures(toy: Path) -> None:
    card = (toy / "model" / "README.md").read_text(encoding="utf-8")
    assert "--dimension 16 --scale 0.01 --epochs 8 --seed 0" in card
    for what in ("vi, id", "CC BY-SA 4.0", "<!-- figures -->", "<!-- /figures -->"):
        assert what in card
    assert str(toy) not in card


def test_the_same_seed_gives_the_same_model_and_another_one_not(toy: Path) -> None:
    run(toy, "again")
    run(toy, "other", "--seed", "1")
    first, again, other = (
        (toy / name / "model.safetensors").read_bytes() for name in ("model", "again", "other")
    )
    assert first == again
    assert first != other


def test_what_is_measured_on_is_not_trained_on(toy: Path) -> None:
    data = toy / "data"
    held = [row["ko"] for split in (split_news, split_sentences) for row in split(data).held]
    held += [row["en"] for row in split_docs(data).held]
    held += [text for group in split_paraphrases(data)[1] for text in group]
    assert len(held) > 20
    assert not set(held) & set(pairs.read_pairs(data, np.random.default_rng(0)).numbers)


def test_a_family_can_be_left_out(toy: Path) -> None:
    found = pairs.read_pairs(toy / "data", np.random.default_rng(0))
    assert {"ask toy", "passage toy"} <= set(found.families)
    assert not {"ask toy"} & set(found.without(["ask"]).families)
    assert "passage toy" in found.without(["ask"]).families


def test_words_of_one_sense_and_questions_in_other_words_are_pairs(toy: Path) -> None:
    found = pairs.read_pairs(toy / "data", np.random.default_rng(0))
    texts = list(found.numbers)

    def told(family: str) -> set[tuple[str, str]]:
        return {(texts[one], texts[two]) for one, two in found.families[family]}

    assert told("synonym") == {("도서관", "책방"), ("도서관", "책 빌리는 곳")}
    assert told("word thesaurus-zh") == {("도서관", "图书馆"), ("눈", "雪"), ("눈", "眼睛")}
    assert ("누가 열차에 올랐나?", "시장이 기차를 탔다.") in told("question ko")
    assert ("Где шёл снег?", "바다에 눈이 왔다.") in told("question other")


def test_late_interaction_is_lowest_where_each_question_finds_its_own_text() -> None:
    import torch

    from index.training.corpus import Corpus
    from index.training.interaction import Interaction

    numbered = pairs.Pairs()
    for question, text in (("누가?", "시장이"), ("언제?", "어제"), ("어디?", "바다에서")):
        numbered.add("question ko", question, text)
    # A piece a text; 0 is the unknown one, which no text has.
    corpus = Corpus(np.arange(1, 7), np.arange(7), np.zeros((0, 3), np.float32), np.full(6, -1))
    interaction = Interaction(numbered, corpus, np.random.default_rng(0))
    alike = torch.eye(3).repeat_interleave(2, dim=0)
    own = torch.cat([torch.zeros(1, 3), alike])
    others = torch.cat([torch.zeros(1, 3), alike.roll(1, dims=0)])
    assert float(interaction.loss(own)) < 0.01 < 1 < float(interaction.loss(others))


def test_a_gloss_replaces_each_word_that_the_dictionary_has() -> None:
    lexicon = {"see": ["ver"], "city": ["ciudad"]}
    rng = np.random.default_rng(0)
    assert pairs.glossed("Putin sees two cities.", lexicon, rng) == "Putin ver two ciudad"


def test_of_an_alphabet_the_beginnings_and_endings_of_words_are_learned() -> None:
    found = pieces.substrings({"abcd": 1.0}, pieces.SCRIPTS["Latin"])
    assert set(found) == {"ab", "abc", "abcd", "bcd", "cd"}


def test_a_folder_without_data_stops_with_one_line(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no training data"):
        train.main([str(tmp_path), "--out", str(tmp_path / "model")])


def test_stretches_join_morphemes_whose_places_overlap(kiwi: Kiwi) -> None:
    text = "편지를 보냈다"
    cuts = [form for form, _ in teacher.stretches(text, kiwi.tokenize(text), 70_000)]
    assert cuts == ["편지", "를", "보냈", "다"]


def test_pieces_are_cut_where_the_script_changes() -> None:
    vocabulary = dict.fromkeys(("新", "조약", "은", "2024", "brics", "и"), -1.0)
    tokenizer = pieces.build_tokenizer(vocabulary)
    assert tokenizer.encode("新조약은(2024) BRICSи").tokens == [
        "新",
        "조약",
        "은",
        "2024",
        "brics",
        "и",
    ]


def test_pairs_that_share_a_text_are_no_negatives() -> None:
    import torch

    def batch(numbers: list[list[int]]) -> learning.Batch:
        return learning.Batch(np.array(numbers), 0.05)

    vectors = torch.nn.functional.normalize(torch.tensor([[1.0, 0.1], [1.0, 0.0], [0.0, 1.0]]))
    apart = float(learning.loss_of(vectors, vectors, batch([[0, 1], [2, 3], [4, 5]])))
    shared = float(learning.loss_of(vectors, vectors, batch([[0, 1], [0, 3], [4, 5]])))
    assert shared < apart / 10
