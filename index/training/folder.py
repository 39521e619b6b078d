"""What is written: weights, tokenizer, configuration and card, in sentence-transformers' layout.

model2vec reads the same folder.
"""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save as save_safetensors
from tokenizers import Tokenizer

from index.training.teacher import Floats

CARD = Path(__file__).with_name("card.md")


def save(out: Path, tokenizer: Tokenizer, vectors: Floats) -> None:
    """Write the model; what is in the folder already is replaced."""
    vectors[0] = 0  # the unknown piece
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


def save_card(out: Path, **facts: object) -> None:
    """Write the model's card; its figures are put in by `eval.encoders`."""
    text = CARD.read_text(encoding="utf-8").format(**facts)
    (out / "README.md").write_text(text, encoding="utf-8")
