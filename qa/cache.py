"""What was made of a text, kept from one question to the next.

People ask several questions of the same documents, and what is slow, Kiwi's analysis of the
sentences above all, is the same for each of them.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

# Texts that are kept; the analysis of a sentence takes about 10 KB.
_MOST = 2048


class BatchCache(Generic[T]):
    """A function of many texts at once, which is asked only for those that it does not keep.

    Args:
        make: returns something for each text, in their order.
        most: texts that are kept; of more the ones that were asked for last.
    """

    def __init__(self, make: Callable[[Sequence[str]], Iterable[T]], most: int = _MOST) -> None:
        self._make, self._most = make, most
        self._made: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, texts: Sequence[str]) -> list[T]:
        """Return what is made of each text."""
        asked = dict.fromkeys(texts)
        with self._lock:
            found = {text: self._made[text] for text in asked if text in self._made}
        missing = [text for text in asked if text not in found]
        if missing:
            found.update(zip(missing, self._make(missing), strict=True))
        with self._lock:
            for text in asked:
                self._made[text] = found[text]
                self._made.move_to_end(text)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return [found[text] for text in texts]
