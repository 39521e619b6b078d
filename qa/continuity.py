"""Whether a short question goes on with the one before it, as the documents tell.

개막식은 언제 열렸나? goes on with a question on a festival, 태풍은 언제 왔나? does not: what is
found for the question before speaks of an opening, and of no typhoon.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from qa.followup import Speaks
from qa.question import Question, read_question
from qa.retriever import Retriever

# Passages whose documents are looked into: those found for the question before that score nearly as
# well as the best.
_PASSAGES, _NEARLY = 3, 0.8
# Of long documents so many sentences are enough.
_TEXTS = 500
# A noun is spoken of by words that are this like it: 남자부 by 남자 1500m.
_ALIKE = 0.5


def asked_of(retriever: Retriever, question: str, history: Sequence[str] = ()) -> Question:
    """Return what is asked of an index; raises as `read_question`."""
    return read_question(question, history, _spoken_of(retriever))


def _spoken_of(retriever: Retriever) -> Speaks:
    """Return what tells whether the documents that answer a question speak of any of some nouns."""

    def speaks(question: str, nouns: Sequence[str], *, literally: bool = False) -> bool:
        texts = [*islice(_texts(retriever, question), _TEXTS)]
        if any(noun in text for noun in nouns for text in texts):
            return True
        if literally or retriever.alignment is None or not texts:
            return False
        found = retriever.alignment.compared(question, nouns, texts)
        return bool(found.words.max() >= _ALIKE)

    return speaks


def _texts(retriever: Retriever, question: str) -> Iterator[str]:
    """Yield title, headings and sentences of the documents that a question finds."""
    hits = retriever.search(question, k=_PASSAGES)
    near = (hit for hit in hits if hit.score >= _NEARLY * hits[0].score)
    for document in dict.fromkeys(hit.passage.document for hit in near):
        for passage in retriever.store.passages_of(document):
            yield f"{passage.title}\n{passage.heading}"
            for span in passage.sentences:
                yield passage.text[span.start : span.end]
