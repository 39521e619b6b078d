"""Whether lines that were broken become words again: on text whose line breaks are made here.

`python -m eval.joints [FILES]` wraps paragraphs at several widths, inside words and at spaces,
rejoins the lines as cleaning does, and prints the share of joints that are right. Between two nouns
Korean lets the writer choose (Hangul orthography, §49 and §50): how many of the wrong ones are of
that kind is told beside.
"""

import argparse
import gzip
import json
import random
import sys
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from index.cleaning.lines import is_prose
from index.cleaning.unwrap import join
from index.cleaning.wrapping import Wrapping
from index.errors import ReadError
from index.readers import read_documents
from index.sourcemap import MappedText, squeeze
from index.tokens import analyse

WIDTHS = (18, 25, 32, 40)  # characters a line: a column of a paper, a page of a report
# Paragraphs with foreign script or numbers alone say nothing of Korean spacing.
_LEAST_HANGUL = 0.5
_NOUNS = frozenset(("NNG", "NNP", "NNB", "NR", "SN", "SL", "XPN", "XSN"))


class Joint(NamedTuple):
    """Where a line was broken: the text on both sides, and whether a space stood there.

    Args:
        document: all of the text it stands in, with its breaks.
    """

    left: str
    right: str
    space: bool
    document: str


def broken(text: str, width: int) -> list[Joint]:
    """Return the joints of a text, a paragraph a line, broken after every `width` characters."""
    joints = [joint for line in text.split("\n") for joint in _broken(line, width)]
    document = "\n".join(f"{left}\n{right}" for left, right, _ in joints)
    return [Joint(*joint, document) for joint in joints]


def _broken(text: str, width: int) -> list[tuple[str, str, bool]]:
    joints, start = [], 0
    while len(text) - start > width:
        end = start + width
        space = " " in text[end - 1 : end + 1]
        left, right = text[start:end].strip(), text[end : end + width].strip()
        if left and right:
            joints.append((left, right, space))
        start = end + (text[end] == " ")
    return joints


def is_right(joint: Joint) -> bool:
    """Tell whether cleaning rejoins a joint as it was."""
    lines = MappedText.of(f"{joint.left}\n{joint.right}").lines()
    source = f"{joint.left}\n{joint.right}\n{joint.document}"
    made = join(lines, Wrapping(columns=len(joint.left)), source).text
    return made == joint.left + " " * joint.space + joint.right


def either_way(joint: Joint) -> bool:
    """Tell whether a joint lies between two nouns, which are written together as well as apart."""
    text, at = joint.left + " " * joint.space + joint.right, len(joint.left)
    tokens = [token for sentence in next(iter(analyse([text]))) for token in sentence.tokens]
    before = [token for token in tokens if token.end <= at]
    after = [token for token in tokens if token.start >= at]
    broken_word = any(token.start < at < token.end for token in tokens)
    beside = [*before[-1:], *after[:1]]
    return not broken_word and len(beside) == 2 and all(t.tag in _NOUNS for t in beside)


def documents(paths: Sequence[Path]) -> Iterator[str]:
    """Yield the running text of each file, a paragraph a line, none twice."""
    seen: set[str] = set()
    for path in paths:
        try:
            readings = read_documents(path).readings
        except ReadError:
            continue
        found = []
        for block in (b for reading in readings for b in reading.blocks if b.kind == "text"):
            text = " ".join(block.text.text.split())
            if is_prose(text) and squeeze(text) not in seen and _is_korean(text):
                seen.add(squeeze(text))
                found.append(text)
        yield "\n".join(found)


def passages(path: Path, key: str = "passage") -> Iterator[str]:
    """Yield the texts of a file of records, packed or not."""
    opening = gzip.open if path.suffix == ".gz" else open
    with opening(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = " ".join(str(json.loads(line)[key]).split())
            if _is_korean(text):
                yield text


def _is_korean(text: str) -> bool:
    return sum("가" <= char <= "힣" for char in text) >= _LEAST_HANGUL * len(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the share of right joints by width, and some of the wrong ones."""
    parser = argparse.ArgumentParser(prog="python -m eval.joints", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="documents; the news set by default")
    parser.add_argument("--data", type=Path, help="records with a text under 'passage'")
    parser.add_argument("--joints", type=int, default=2_000, help="measured of each width")
    parser.add_argument("--wrong", type=int, default=10, help="shown")
    args = parser.parse_args(arguments)
    news = Path(str(files("eval") / "sets" / "news" / "documents"))
    paths = args.files or sorted(p for p in news.rglob("*") if p.is_file())
    texts = list(passages(args.data) if args.data else documents(paths))
    return _measure(texts, args.joints, args.wrong)


def _measure(texts: Sequence[str], count: int, shown: int) -> int:
    wrong: list[Joint] = []
    total = 0
    for width in WIDTHS:
        joints = [joint for text in texts for joint in broken(text, width)]
        joints = random.Random(0).sample(joints, min(count, len(joints)))
        bad = [joint for joint in joints if not is_right(joint)]
        wrong += bad
        total += len(joints)
        _print_share(f"width {width}", joints, bad)
    if not total:
        sys.stderr.write("no Korean prose in these files\n")
        return 1
    chosen = sum(map(either_way, wrong))
    sys.stdout.write(
        f"all       {100 * (1 - len(wrong) / total):.2f} % of {total} right;"
        f" of {len(wrong)} wrong ones {chosen} lie between two nouns\n"
    )
    for joint in wrong[:: max(1, len(wrong) // max(1, shown))][:shown]:
        sign = "␣" if joint.space else "+"
        sys.stdout.write(f"  {joint.left[-14:]} {sign} {joint.right[:14]}\n")
    return 0


def _print_share(name: str, joints: Sequence[Joint], bad: Sequence[Joint]) -> None:
    if joints:
        missing = sum(joint.space for joint in bad)
        sys.stdout.write(
            f"{name:9} {100 * (1 - len(bad) / len(joints)):.2f} % of {len(joints)} right;"
            f" {missing} spaces missing, {len(bad) - missing} too many\n"
        )


if __name__ == "__main__":
    sys.exit(main())
