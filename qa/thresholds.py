"""From which confidence an answer is given, and given boldly; kept beside the index.

    geungeo.index                    the index: nothing foreign belongs in it
    geungeo.index.thresholds.json    what `qa eval run --calibrate` set for its documents

They belong to the encoder that made the index: another one's confidences mean something else, so
beside an index that was built anew with another encoder they no longer count.
"""

import json
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import StoreError
from qa.records import Level

_SUFFIX = ".thresholds.json"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which confidence on an answer is given at all, `maybe`, and boldly, `sure`."""

    sure: float = 0.75
    maybe: float = 0.4

    def level(self, confidence: float) -> Level:
        """Return how boldly an answer of this confidence may be shown."""
        if confidence >= self.sure:
            return "sure"
        return "maybe" if confidence >= self.maybe else "none"


# What answers are judged by where nobody has calibrated; and what gives an answer to everything.
DEFAULT, ALL = Thresholds(), Thresholds(0.0, 0.0)


def thresholds_path(index: str | Path) -> Path:
    """Return where the thresholds of the index in the folder `index` are kept."""
    folder = Path(index).resolve()
    return folder.with_name(folder.name + _SUFFIX)


def load_thresholds(index: str | Path, fingerprint: str) -> Thresholds | None:
    """Return what was set for an index and this encoder, None where nothing was.

    Raises:
        StoreError: the file there cannot be read, or holds something else.
    """
    path = thresholds_path(index)
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        found = Thresholds(_share(row["sure"]), _share(row["maybe"]))
        return found if row["fingerprint"] == fingerprint else None
    except FileNotFoundError:
        return None
    except (OSError, LookupError, TypeError, ValueError, RecursionError) as error:
        undo = f"qa info --index {index} --reset-thresholds"
        raise StoreError(f"{path} cannot be used ({error}); go without: {undo}") from error


def save_thresholds(index: str | Path, fingerprint: str, thresholds: Thresholds) -> Path:
    """Set the thresholds of an index for this encoder; return the file that keeps them.

    Raises:
        StoreError: it cannot be written; what was set before still counts.
    """
    path = thresholds_path(index)
    row = {"sure": thresholds.sure, "maybe": thresholds.maybe, "fingerprint": fingerprint}
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with fresh.open("w", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise StoreError(f"{path} cannot be written: {error.strerror}") from error
    return path


def forget_thresholds(index: str | Path) -> bool:
    """Take the thresholds of an index away; return whether there were any."""
    path = thresholds_path(index)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StoreError(f"{path} cannot be removed: {error.strerror}") from error
    return True


def _share(value: Any) -> float:
    """Return a threshold as a number; above 1 where no answer reaches it."""
    if not isinstance(value, (int, float)) or not math.isfinite(value) or value < 0:
        raise ValueError(f"{value!r} is no threshold")
    return float(value)
