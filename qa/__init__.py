"""From a question to a verified answer. These nine names are the Python interface.

>>> from qa import Bot
>>> answer = Bot.open("news.index").ask("쇼이구는 언제 평양에 왔나?")  # doctest: +SKIP

Each is imported when it is first used, so that `qa --help` pays for none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.build import build_index
    from index.errors import QAError
    from index.records import Hit, Passage
    from index.sourcemap import Span
    from qa.bot import Bot
    from qa.records import Answer, Citation
    from qa.retriever import Retriever

__all__ = [
    "Answer",
    "Bot",
    "Citation",
    "Hit",
    "Passage",
    "QAError",
    "Retriever",
    "Span",
    "build_index",
]

_HOMES = {
    "Answer": "qa.records",
    "Bot": "qa.bot",
    "Citation": "qa.records",
    "Hit": "index.records",
    "Passage": "index.records",
    "QAError": "index.errors",
    "Retriever": "qa.retriever",
    "Span": "index.sourcemap",
    "build_index": "index.build",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'qa' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
