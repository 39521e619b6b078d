import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from index.encoder import (
    MODEL_FOLDER,
    BundledEncoder,
    Encoder,
    SentenceTransformerEncoder,
    load_encoder,
)
from index.errors import EncoderError

TEXTS = [
    "시장은 어제 새 도서관의 문을 열었다.",
    "The library opened its doors at nine.",
    "新조약 협상이 Geneva에서 재개됐다: 3월 14일, 図書館とМосква",
    "강물이 마을을 지나 바다로 흐른다. " * 400,
]

_bundled = BundledEncoder() if (MODEL_FOLDER / "model.safetensors").is_file() else None


@pytest.fixture(scope="module")
def bundled() -> BundledEncoder:
    assert _bundled is not None, "index/model is missing: python -m index.train"
    return _bundled


def cosine(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    return float((one * two).sum())


def write_static_model(folder: Path, prompts: dict[str, str]) -> Path:
    """Write a model of five words on five axes, and two more that only its prompts use."""
    words = ["[UNK]", "river", "sea", "boat", "강", "asked", "told"]
    tokenizer: dict[str, object] = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": {w: i for i, w in enumerate(words)},
                  "unk_token": "[UNK]"},
    }  # fmt: skip
    vectors = np.eye(len(words), dtype=np.float32)
    vectors[0] = 0
    (folder / "1_Normalize").mkdir(parents=True)
    save_file({"embedding.weight": vectors}, folder / "model.safetensors")
    kind = "sentence_transformers.models"
    for name, content in (
        ("tokenizer.json", tokenizer),
        ("config_sentence_transformers.json", {"prompts": prompts}),
        ("1_Normalize/config.json", {}),
        (
            "modules.json",
            [
                {"idx": 0, "name": "0", "path": "", "type": f"{kind}.StaticEmbedding"},
                {"idx": 1, "name": "1", "path": "1_Normalize", "type": f"{kind}.Normalize"},
            ],
        ),
    ):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder


def test_bundled_rows_are_unit_float32_vectors(bundled: BundledEncoder) -> None:
    vectors = bundled.encode_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), bundled.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(bundled: BundledEncoder) -> None:
    assert bundled.encode_questions([]).shape == (0, bundled.dimension)
    assert bundled.encode_passages([]).shape == (0, bundled.dimension)


def test_a_text_that_cannot_be_read_is_a_zero_row(bundled: BundledEncoder) -> None:
    vectors = bundled.encode_questions(["", " \n", "!?…", "\u13a0\u13b3\u13a9", "\0"])
    assert not vectors.any()


def test_an_unknown_character_does_not_swallow_its_word(bundled: BundledEncoder) -> None:
    plain, with_greek = bundled.encode_questions(["도서관은", "도서관λ은"])
    assert cosine(plain, with_greek) > 0.9


def test_meaning_is_nearer_than_chance(bundled: BundledEncoder) -> None:
    question, near, far = bundled.encode_passages(
        [
            "대통령이 외국을 방문했다",
            "The president visited a foreign country",
            "두부와 버섯을 썰어 냄비에 넣는다",
        ]
    )
    assert cosine(question, near) > cosine(question, far) + 0.2


def test_a_text_is_read_to_its_end(bundled: BundledEncoder) -> None:
    short, long = "바다 " * 60_000, "바다 " * 60_000 + "도서관 " * 60_000
    vectors = bundled.encode_passages([short, long])
    assert cosine(vectors[0], vectors[1]) < 0.95


def test_a_long_text_without_spaces_works(bundled: BundledEncoder) -> None:
    assert bundled.encode_passages(["가나다라" * 25_000]).any()


@given(st.lists(st.text(st.characters(codec=None), max_size=30), max_size=5))
def test_any_text_gives_finite_rows_of_length_one_or_zero(texts: list[str]) -> None:
    assert _bundled is not None
    norms = np.linalg.norm(_bundled.encode_passages(texts), axis=1)
    assert np.all(np.isclose(norms, 1, atol=1e-4) | (norms == 0))


def test_lone_surrogates_and_nul_count_as_spaces(bundled: BundledEncoder) -> None:
    plain, odd = bundled.encode_questions(["바다 도서관", "바다\ud800\0도서관\udfff"])
    assert np.array_equal(plain, odd)


def test_progress_tells_the_passages_done_so_far(bundled: BundledEncoder) -> None:
    told: list[int] = []
    bundled.encode_passages(["바다"] * 2500, told.append)
    assert told == sorted(told)
    assert told[-1] == 2500
    assert len(told) > 1


def test_bundled_equals_sentence_transformers_on_the_same_folder(bundled: BundledEncoder) -> None:
    reference = load_encoder(str(MODEL_FOLDER))
    ours, theirs = bundled.encode_passages(TEXTS), reference.encode_passages(TEXTS)
    assert np.allclose((ours * theirs).sum(axis=1), 1, atol=1e-3)


def test_bundled_equals_model2vec_on_the_same_folder(bundled: BundledEncoder) -> None:
    from model2vec import StaticModel

    theirs = StaticModel.from_pretrained(MODEL_FOLDER, max_length=None).encode(TEXTS)
    theirs = theirs.astype(np.float32)
    theirs /= np.linalg.norm(theirs, axis=1, keepdims=True)
    assert np.allclose((bundled.encode_passages(TEXTS) * theirs).sum(axis=1), 1, atol=1e-3)


def test_the_bundled_model_needs_no_torch() -> None:
    program = (
        "import sys; from index.encoder import load_encoder; "
        "assert 'tokenizers' not in sys.modules; "
        "load_encoder().encode_questions(['바다']); "
        "print('torch' in sys.modules, 'sentence_transformers' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    assert done.stdout.split() == ["False", "False"]


def test_the_bundled_model_is_small_and_says_where_it_comes_from() -> None:
    files = [path for path in MODEL_FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 48_000_000
    card = (MODEL_FOLDER / "README.md").read_text(encoding="utf-8")
    assert "CC BY-SA" in card
    assert "index.train" in card


def test_fingerprint_is_stable_and_follows_weights_and_vocabulary(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("model.safetensors", "tokenizer.json"):
        (folder / name).write_bytes((MODEL_FOLDER / name).read_bytes())
    before = BundledEncoder(folder).fingerprint
    assert before == BundledEncoder().fingerprint
    assert before.startswith("sha256:")
    vectors = load_file(folder / "model.safetensors")["embedding.weight"]
    vectors[7, 0] += 1
    save_file({"embedding.weight": vectors}, folder / "model.safetensors")
    assert BundledEncoder(folder).fingerprint != before


def test_a_damaged_bundled_model_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(EncoderError) as caught:
        BundledEncoder(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_any_sentence_transformers_folder_is_an_encoder(tmp_path: Path) -> None:
    folder = write_static_model(tmp_path / "tiny", {})
    encoder: Encoder = load_encoder(str(folder))
    assert isinstance(encoder, SentenceTransformerEncoder)
    assert (encoder.name, encoder.dimension) == (str(folder), 7)
    river, both, blank, unknown = encoder.encode_passages(["river", "river 강", " ", "xyz"])
    assert cosine(river, both) == pytest.approx(0.5**0.5, abs=1e-6)
    assert not blank.any()
    assert not unknown.any()
    assert encoder.encode_questions([]).shape == (0, 7)
    assert np.array_equal(
        encoder.encode_questions(["sea\ud800\0boat"])[0] > 0, [0, 0, 1, 1, 0, 0, 0]
    )


@pytest.mark.parametrize(
    ("question", "passage"),
    [("query", "passage"), ("query", "document"), ("search_query", "search_document")],
)
def test_prompts_of_the_models_own_configuration_are_used(
    tmp_path: Path, question: str, passage: str
) -> None:
    prompts = {question: "asked ", passage: "told "}
    encoder = load_encoder(str(write_static_model(tmp_path / "tiny", prompts)))
    asked, told = encoder.encode_questions(["sea"])[0], encoder.encode_passages(["sea"])[0]
    assert np.array_equal(np.flatnonzero(asked), [2, 5])
    assert np.array_equal(np.flatnonzero(told), [2, 6])
    assert not encoder.encode_questions([" "]).any()


def test_fingerprint_of_a_named_model_follows_weights_and_prompts(tmp_path: Path) -> None:
    one = write_static_model(tmp_path / "one", {})
    two = write_static_model(tmp_path / "two", {})
    prompted = write_static_model(tmp_path / "three", {"query": "asked "})
    same = {load_encoder(str(folder)).fingerprint for folder in (one, two)}
    assert len(same) == 1
    vectors = load_file(two / "model.safetensors")["embedding.weight"]
    vectors[3, 3] = 2
    save_file({"embedding.weight": vectors}, two / "model.safetensors")
    assert load_encoder(str(two)).fingerprint not in same
    assert load_encoder(str(prompted)).fingerprint not in same


def test_a_folder_that_does_not_exist_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="no such folder") as caught:
        load_encoder(str(tmp_path / "nothing"))
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="cannot load the model") as caught:
        load_encoder(str(tmp_path))
    assert "\n" not in str(caught.value)


def test_a_model_that_is_nowhere_is_an_error_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import sentence_transformers

    def offline(*_: object, **__: object) -> None:
        raise OSError("no connection\nsecond line")

    monkeypatch.setattr(sentence_transformers, "SentenceTransformer", offline)
    with pytest.raises(EncoderError, match="check the name") as caught:
        load_encoder("nobody/no-such-model")
    assert "\n" not in str(caught.value)
