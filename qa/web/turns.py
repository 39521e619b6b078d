"""What a conversation holds on the server: turns, each a question and what came of it.

Citations stay here; the page gets HTML only, so nothing that a page sends back can alter a quote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from qa.feedback import Reason
from qa.records import Answer, Citation
from qa.related import Related


class Context(Protocol):
    """A quote and the clean text around it in its document (`qa.bot.Context`)."""

    @property
    def before(self) -> str:
        """What comes before the quote."""

    @property
    def after(self) -> str:
        """What comes after it."""


class Answering(Protocol):
    """What the page asks of a bot: `qa.bot.Bot` does it, and so does a test's fake."""

    def ask(
        self,
        question: str,
        *,
        history: tuple[str, ...] = (),
        since: str | None = None,
        until: str | None = None,
        sources: tuple[str, ...] = (),
    ) -> Answer:
        """Answer a question."""

    def sources(self) -> tuple[str, ...]:
        """Return the outlets of the index."""

    def examples(self) -> tuple[str, ...]:
        """Return example questions; the first call may take a second or two."""

    def context(self, citation: Citation, *, around: int = 2) -> Context:
        """Return the text around a quote."""

    def related(self, citation: Citation, beside: Sequence[Citation] = ()) -> Mapping[str, Related]:
        """Return what stands beside a quote in the documents that its citation names."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The filters that a question was asked under."""

    since: str | None = None
    until: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity: the same may be asked twice
class Turn:
    """One question of a conversation.

    Args:
        number: from 1.
        whole: the question says all: nothing of earlier questions is to be added.
        answer: None while the bot searches, and where `error` says why there is none.
        contexts: the text before and after each citation's quote, in their order.
        others: the documents that each citation names beside its own, in the same order.
        rating: what the person said of the answer.
        kept: the number under which that was kept.
        remark: what the page has to say besides, beneath the answer.
    """

    number: int
    question: str
    scope: Scope = Scope()
    whole: bool = False
    answer: Answer | None = None
    contexts: tuple[tuple[str, str], ...] = ()
    others: tuple[Mapping[str, Related], ...] = ()
    error: str = ""
    rating: Reason | None = None
    kept: int = 0
    remark: str = ""

    @property
    def waits(self) -> bool:
        """Whether an answer is still to come."""
        return self.answer is None and not self.error
