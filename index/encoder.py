"""Text to vectors: the bundled static model, or any sentence-transformers model.

Here: loading, encoding, the fingerprint that is kept with an index. Not here: how the bundled
model was made (`train`), and where vectors are searched (`dense`). The bundled model is read with
tokenizers and numpy alone; torch is imported only for a model that was asked for by name.
"""

import hashlib
import json
import re
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderError
from index.threads import on_one_thread

BUNDLED = "bundled"
MODEL_FOLDER = Path(__file__).parent / "model"

Vectors = NDArray[np.float32]
Pieces = NDArray[np.int32]
Progress = Callable[[int], None]

_TINY = 1e-12  # what a length of zero is taken for
_SLAB = 1024  # texts between two calls of `progress`; bounds the memory that token ids take
_UNREADABLE = re.compile("[\0\ud800-\udfff]")  # tokenizers take no lone surrogate, some no NUL
# Names that models give their prompts; sentence-transformers itself knows the first ones only.
_QUESTION_PROMPTS = ("query", "question", "search_query", "retrieval.query", "retrieval_query")
_PASSAGE_PROMPTS = ("document", "passage", "corpus", "search_document", "retrieval.passage")


class Encoder(Protocol):
    """What turns questions and passages into vectors of one space.

    Every row is L2-normalised float32, so that a dot product is a cosine; the row of a text that
    the model cannot read is zero, and never NaN.
    """

    @property
    def name(self) -> str:
        """`bundled`, or the name or path that was given."""

    @property
    def fingerprint(self) -> str:
        """`sha256:…` of weights, vocabulary and prompts: two equal ones give equal vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of questions, shape (n, dimension), n = 0 included."""

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return the vectors of passages, shape (n, dimension), n = 0 included.

        `progress` is called with the number of passages done so far.
        """


@runtime_checkable
class Aligner(Protocol):
    """An encoder that also tells how a text holds a question piece by piece.

    Late interaction: for each piece of the question the best cosine with a piece of the text, their
    mean weighted by the lengths that training gave the question's pieces (MaxSim, Khattab and
    Zaharia 2020, over static vectors). Where a piece stands in the text itself it counts fully, so
    that it is a soft form of lexical search, and crosses languages.
    """

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """Return the pieces of texts, as rows of the model's vectors."""

    def encode_pieces(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[Vectors, list[Pieces]]:
        """Return the vectors of passages as `Encoder` does, and their pieces, cut once."""

    def align(self, questions: Sequence[Pieces], texts: Sequence[Pieces]) -> NDArray[np.float64]:
        """Return how well each text holds each question, up to 1; shape (texts, questions)."""

    def weights(self, texts: Sequence[Pieces]) -> NDArray[np.float64]:
        """Return how much each text says: the lengths of its pieces, summed; shape (texts,)."""


def load_encoder(name: str = BUNDLED) -> Encoder:
    """Return the bundled encoder, or the sentence-transformers model of this name or path.

    Raises:
        EncoderError: the model is not there, or cannot be loaded.
    """
    return BundledEncoder() if name == BUNDLED else SentenceTransformerEncoder(name)


class BundledEncoder:
    """One vector a piece, averaged and normalised: neither torch nor hub, and fast on any CPU.

    The text is read to its end, whatever its length; pieces outside the vocabulary count nothing.

    Args:
        folder: a static model in the layout of sentence-transformers (`embedding.weight`).
    """

    name = BUNDLED

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        from safetensors.numpy import load
        from tokenizers import Tokenizer

        weights, tokenizer = folder / "model.safetensors", folder / "tokenizer.json"
        try:
            data, grammar = weights.read_bytes(), tokenizer.read_bytes()
            # As they are stored: to widen all of them takes longer than most questions do.
            self._weights = load(data)["embedding.weight"]
            self._tokenizer = Tokenizer.from_str(grammar.decode("utf-8"))
            self._unknown = _unknown_piece(grammar)
        except Exception as error:  # safetensors and tokenizers raise types of their own
            raise EncoderError(
                f"the bundled model in {folder} cannot be read ({_first_line(error)}); "
                "install the package again, or name a model with --encoder"
            ) from error
        self.dimension: int = self._weights.shape[1]
        self.fingerprint = _fingerprint(data, grammar)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder`."""
        return self.encode_pieces(texts, progress)[0]

    def encode_pieces(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[Vectors, list[Pieces]]:
        """See `Aligner`."""
        cuts: list[Pieces] = []

        def means(slab: list[str]) -> Vectors:
            cuts.extend(cut := self._cut(slab))
            return self._means(cut)

        return _encode_in_slabs(texts, self.dimension, means, progress), cuts

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """See `Aligner`."""
        return self._cut([_UNREADABLE.sub(" ", text) for text in texts])

    @on_one_thread
    def align(self, questions: Sequence[Pieces], texts: Sequence[Pieces]) -> NDArray[np.float64]:
        """See `Aligner`."""
        scores = np.zeros((len(texts), len(questions)))
        held = [i for i, text in enumerate(texts) if len(text)]
        if not held or not any(map(len, questions)):
            return scores
        asked = self._widened(np.concatenate(questions))
        owner = np.repeat(np.arange(len(questions)), [*map(len, questions)])
        shares = np.zeros((len(asked), len(questions)))
        shares[np.arange(len(asked)), owner] = np.linalg.norm(asked, axis=1)
        shares /= np.maximum(shares.sum(axis=0), _TINY)
        used, places = np.unique(np.concatenate([texts[i] for i in held]), return_inverse=True)
        rows = self._widened(used)
        lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
        cosines = (rows @ _normalised(asked).T) / np.maximum(lengths, _TINY)[:, None]
        starts = np.cumsum([0, *(len(texts[i]) for i in held[:-1])])
        scores[held] = np.maximum.reduceat(cosines[places], starts, axis=0) @ shares
        return scores

    def weights(self, texts: Sequence[Pieces]) -> NDArray[np.float64]:
        """See `Aligner`."""
        return np.array([np.linalg.norm(self._widened(one), axis=1).sum() for one in texts])

    def _means(self, cuts: list[Pieces]) -> Vectors:
        # The mean only scales what is normalised next, so the sum is enough.
        sums = np.zeros((len(cuts), self.dimension), np.float32)
        used, places = np.unique(np.concatenate(cuts), return_inverse=True)
        rows = self._widened(used)
        end = 0
        for number, cut in enumerate(cuts):
            start, end = end, end + len(cut)
            rows[places[start:end]].sum(axis=0, out=sums[number])
        return sums

    def _cut(self, texts: list[str]) -> list[Pieces]:
        encodings = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        found = (np.array(encoding.ids, np.int32) for encoding in encodings)
        return [ids[ids != self._unknown] for ids in found]

    def _widened(self, pieces: Pieces) -> Vectors:
        rows: Vectors = self._weights[pieces].astype(np.float32)
        return rows


class SentenceTransformerEncoder:
    """Any sentence-transformers model, on the best device that torch finds.

    The prompts for questions and passages are those of the model's own configuration. What is on
    this machine is used before the network is asked.

    Args:
        name: a folder, or the model's name on the hub.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._model = _load_sentence_transformer(name)
        self._batch = 32 if self._model.device.type == "cpu" else 128
        self._question_prompt = self._prompt(_QUESTION_PROMPTS)
        self._passage_prompt = self._prompt(_PASSAGE_PROMPTS)
        self.dimension: int = self._model.encode(["."], show_progress_bar=False).shape[1]
        self.fingerprint = _fingerprint(*self._parts())

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`."""
        return _encode_in_slabs(texts, self.dimension, self._questions)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder`."""
        return _encode_in_slabs(texts, self.dimension, self._passages, progress)

    def _questions(self, texts: list[str]) -> Vectors:
        return self._encoded(self._model.encode_query, texts, self._question_prompt)

    def _passages(self, texts: list[str]) -> Vectors:
        return self._encoded(self._model.encode_document, texts, self._passage_prompt)

    def _encoded(self, encode: Callable[..., Any], texts: list[str], prompt: str | None) -> Vectors:
        vectors = encode(texts, prompt_name=prompt, batch_size=self._batch, show_progress_bar=False)
        # A model in float16 divides the zero vector by zero.
        return np.nan_to_num(np.asarray(vectors, np.float32), posinf=0, neginf=0)

    def _prompt(self, names: Sequence[str]) -> str | None:
        prompts = self._model.prompts
        return next((name for name in names if prompts.get(name)), None)

    def _parts(self) -> Iterator[bytes]:
        import torch

        for name, tensor in sorted(self._model.state_dict().items()):
            yield f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode()
            yield tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().data
        settings = (
            sorted(self._model.tokenizer.get_vocab().items()),
            sorted(self._model.prompts.items()),
            str(self._model.max_seq_length),
        )
        yield json.dumps(settings, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _load_sentence_transformer(name: str) -> Any:
    path = Path(name).expanduser()
    if not path.exists() and (path.is_absolute() or name.startswith((".", "~"))):
        raise EncoderError(f"no model at {name}: there is no such folder")
    from sentence_transformers import SentenceTransformer

    place = str(path) if path.exists() else name
    try:
        return SentenceTransformer(place, local_files_only=True)
    except Exception as local:  # OSError, ValueError, KeyError, … by what is missing where
        if path.exists():
            raise EncoderError(f"cannot load the model in {name}: {_first_line(local)}") from local
    try:
        _reach_hub()
        return SentenceTransformer(place)
    except Exception as remote:
        raise EncoderError(
            f"cannot load the model {name}: it is not on this machine, and fetching it failed "
            f"({_first_line(remote)}); check the name, or fetch it once while online"
        ) from remote


def _reach_hub() -> None:
    """Raise `OSError` at once where no hub can be reached; asked itself, it retries for long."""
    from huggingface_hub.constants import ENDPOINT

    place = urlsplit(ENDPOINT)
    port = place.port or (443 if place.scheme == "https" else 80)
    socket.create_connection((place.hostname or "", port), timeout=5).close()


def _encode_in_slabs(
    texts: Sequence[str],
    dimension: int,
    encode: Callable[[list[str]], Vectors],
    progress: Progress | None = None,
) -> Vectors:
    vectors = np.zeros((len(texts), dimension), np.float32)
    for start in range(0, len(texts), _SLAB):
        slab = [_UNREADABLE.sub(" ", text) for text in texts[start : start + _SLAB]]
        rows = encode(slab)
        rows[[not text.strip() for text in slab]] = 0
        vectors[start : start + len(slab)] = _normalised(rows)
        if progress:
            progress(start + len(slab))
    return vectors


def _normalised(rows: Vectors) -> Vectors:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
    return unit


def _unknown_piece(grammar: bytes) -> int:
    """Return the id of the unknown piece; parsing all of a large vocabulary would take longer."""
    found = re.search(rb'"unk_id":\s*(\d+)', grammar)
    if not found:
        raise ValueError("the tokenizer names no unknown piece")
    return int(found[1])


def _fingerprint(*parts: Any) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())  # so that no byte moves between two parts
    return f"sha256:{digest.hexdigest()}"


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
