"""Makes `model/`: a static multilingual model, from openly licensed text and Kiwi's own vectors.

Run `python -m index.train [DATA] [--out index/model]`; nothing imports this module. It alone, and
what stands in `training`, may import torch. The steps are the rooms of `training`, in this order:
pairs, teacher, pieces, learning, folder. How good the model is, is measured apart from it:
`python -m eval.encoders`.
"""

import argparse
import logging
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from index.training import learning
from index.training.corpus import build_corpus
from index.training.folder import save, save_card
from index.training.learning import first_vectors, train
from index.training.pairs import LANGUAGES, read_pairs
from index.training.pieces import build_tokenizer, learn_pieces
from index.training.teacher import teach

log = logging.getLogger("index.train")


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(
        prog="python -m index.train", description="Make the bundled embedding model."
    )
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("index/model"))
    parser.add_argument("--dimension", type=int, default=256)
    parser.add_argument("--scale", type=float, default=1.0, help="of the vocabulary; 1 is 84,000")
    parser.add_argument("--epochs", type=int, default=learning.EPOCHS)
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="FAMILY",
        help="leave out pairs whose family begins so, to see what they bring",
    )
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)
    began = time.monotonic()

    def done(what: str) -> None:
        log.info("%5.0f s  %s", time.monotonic() - began, what)

    if not (options.data / "parallel").is_dir():
        raise SystemExit(f"no training data in {options.data}: name the folder with parallel/ …")
    rng = np.random.default_rng(options.seed)
    pairs = read_pairs(options.data, rng).without(options.without).sampled(rng)
    done(f"{len(pairs.numbers)} texts, {len(pairs)} pairs")
    teacher = teach(pairs, options.dimension, rng)
    done(f"{len(teacher.texts)} texts analysed")
    tokenizer = build_tokenizer(learn_pieces(pairs, teacher, options.scale))
    corpus = build_corpus(pairs, tokenizer, teacher)
    done(f"{tokenizer.get_vocab_size()} pieces, {len(corpus.pieces)} occurrences")
    vectors = train(
        pairs, corpus, first_vectors(corpus, tokenizer, teacher, rng), rng, options.epochs
    )
    done("trained")
    save(options.out, tokenizer, vectors)
    given = (
        f"--{name} {getattr(options, name)}" for name in ("dimension", "scale", "epochs", "seed")
    )
    save_card(
        options.out,
        languages=", ".join(LANGUAGES),
        command=" ".join(["python -m index.train DATA", *given]),
        pieces=tokenizer.get_vocab_size(),
        dimension=options.dimension,
        epochs=options.epochs,
        batch=learning.BATCH,
        sharp=learning.SHARP,
        soft=learning.SOFT,
        pairs=len(pairs),
    )
    done(f"saved; figures for the card: python -m eval.encoders --card {options.out / 'README.md'}")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
