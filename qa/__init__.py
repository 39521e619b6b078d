"""From a question to a verified answer. These nine names are the Python interface.

>>> from qa import Bot
>>> answer = Bot.open("news.index").ask("쇼이구는 언제 평양에 왔나?")  # doctest: +SKIP
"""

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
