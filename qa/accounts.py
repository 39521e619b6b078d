"""What other documents tell of the figure that answers: the same one, or another in its place.

Whether two sentences tell of one thing is `qa.agreement`'s to say; here are the documents. Copies
of the cited one, and versions of it, are compared word for word where it is cited (`qa.bot`).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from index.sourcemap import Span
from qa.agreement import Relation, relation
from qa.figures import Statement, figure_of
from qa.quantities import Quantity
from qa.sentences import Scored


class Account(NamedTuple):
    """A sentence of another document that tells another figure, and that figure."""

    sentence: Scored
    figure: Quantity


class Accounts(NamedTuple):
    """What other documents tell of a figure, each of them once.

    Args:
        same: ids of those that tell the same.
        otherwise: of the others the sentence that answers best.
    """

    same: tuple[str, ...]
    otherwise: tuple[Account, ...]


def accounts(
    best: Scored, mark: Span, sentences: Sequence[Scored], question: str, copies: Mapping[str, int]
) -> Accounts:
    """Return what other documents tell of the figure that is marked in the best sentence.

    Args:
        best: the sentence that answers.
        mark: offsets in it.
        sentences: all that were read, best first.
        question: what is asked.
        copies: the group of each document that is a copy of others, by its id.
    """
    figure = figure_of(_statement(best), mark)
    if figure is None:
        return Accounts((), ())
    told: dict[str, tuple[Scored, Relation]] = {}
    for one in sentences:
        document = one.hit.passage.document
        if _is_kin(document, best, copies):
            continue
        found = relation(figure, _statement(one), question)
        if found.said == "same" or (found.said == "otherwise" and document not in told):
            told[document] = one, found
    return Accounts(
        tuple(document for document, (_, found) in told.items() if found.said == "same"),
        tuple(
            Account(one, found.by)
            for one, found in told.values()
            if found.said == "otherwise" and found.by
        ),
    )


def _statement(one: Scored) -> Statement:
    passage = one.hit.passage
    about = f"{passage.title}\n{passage.heading}"
    return Statement(one.text, one.tokens, about, passage.text, passage.date)


def _is_kin(document: str, best: Scored, copies: Mapping[str, int]) -> bool:
    """Tell whether a document is the cited one, a copy or a version of it."""
    hit = best.hit
    own = hit.passage.document
    named = (own, *hit.same_as, *(passage.document for passage in hit.earlier))
    return document in named or (document in copies and copies[document] == copies.get(own))
