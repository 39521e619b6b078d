"""One answer and one search, made up, for the reference of the REST interface.

They go through `render` like all others, so that the reference shows what is really sent. What is
null in an example OpenAPI leaves out, so that each field of a citation has a value.
"""

from index.records import Hit, Locator, Passage
from index.sourcemap import MappedText, Span
from qa.records import Answer, Citation, Reference
from qa.render import Json, render, results_json
from qa.retriever import Query, Results

_QUESTION = "다리는 언제 열렸나?"
_TEXT = MappedText.of("이 다리는 2019년 5월 3일에 열렸다고 시가 밝혔다.")
_WHOLE = Span(0, len(_TEXT))
_PASSAGE = Passage(
    id="3f9c2d",
    document="도시/다리.md",
    title="강변대교 열려",
    source="강변일보",
    date="2019-05-03",
    heading="교통",
    text=_TEXT.text,
    origin=_TEXT.origin,
    sentences=(_WHOLE,),
    locator=Locator("text", 7, 7),
)
_HITS = (Hit(1, 3.21, {"dense": 1.9, "lexical": 1.31}, _PASSAGE),)
_CITATION = Citation(
    number=1,
    passage=_PASSAGE.id,
    document=_PASSAGE.document,
    title=_PASSAGE.title,
    source=_PASSAGE.source,
    date=_PASSAGE.date,
    heading=_PASSAGE.heading,
    quote=_PASSAGE.text,
    mark=Span(6, 17),
    start=_PASSAGE.start,
    end=_PASSAGE.end,
    spans=_PASSAGE.spans,
    locator=_PASSAGE.locator,
    encoding="utf-8",
    sha256="0" * 64,
    status="verified",
    score=0.93,
    refers_to=Reference("이 다리", "강변대교"),
)


def answer() -> Json:
    """Return what `POST /api/ask` gives."""
    short = _CITATION.quote[_CITATION.mark.start : _CITATION.mark.end]
    given = Answer(_QUESTION, _QUESTION, _TEXT.text, short, "sure", 0.93, (_CITATION,), _HITS)
    return render(given, 1)


def search() -> Json:
    """Return what `POST /api/search` gives."""
    return results_json(Results(_QUESTION, Query(_QUESTION, {}, {}, (), True, None), _HITS), 1)
