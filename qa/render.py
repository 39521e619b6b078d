"""Answers and hits as JSON and as text for a terminal. The JSON is the contract: never rename."""

from collections.abc import Iterator, Sequence
from textwrap import indent
from typing import Any

from rich.text import Text

from index.records import Hit, Passage
from index.report import Changes
from qa.courtesy import asks_nothing, is_courtesy
from qa.messages import Language, say
from qa.phrases import agreeing
from qa.records import Answer, Citation, Reference
from qa.retriever import Results

Json = dict[str, Any]


def render(answer: Answer, id_: object = None) -> Json:
    """Return an answer as the object that `qa ask --json` prints."""
    return {
        "id": id_,
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "text": answer.text,
        "short": answer.short,
        "level": answer.level,
        "confidence": answer.confidence,
        "parts": list(answer.parts),
        "unknown_terms": list(answer.unknown_terms),
        "citations": [citation_json(citation) for citation in answer.citations],
        "hits": [hit_json(hit) for hit in answer.hits],
        "undated": answer.undated,
        "missing_terms": list(answer.missing_terms),
        "corrected_terms": dict(answer.corrected_terms),
        "gloss": answer.gloss,
        "changes": answer.changes._asdict(),
        "seconds": round(answer.seconds, 4),
    }


def citation_json(citation: Citation) -> Json:
    """Return a citation with all that is needed to check it again."""
    return {
        "number": citation.number,
        "document": citation.document,
        "title": citation.title,
        "source": citation.source,
        "date": citation.date,
        "heading": citation.heading,
        "quote": citation.quote,
        "mark": list(citation.mark),
        "start": citation.start,
        "end": citation.end,
        "spans": [list(span) for span in citation.spans],
        "locator": {
            "kind": citation.locator.kind,
            "first": citation.locator.first,
            "last": citation.locator.last,
        },
        "encoding": citation.encoding,
        "sha256": citation.sha256,
        "status": citation.status,
        "score": citation.score,
        "same_as": list(citation.same_as),
        "conflicts": list(citation.conflicts),
        "earlier": list(citation.earlier),
        "refers_to": citation.refers_to and citation.refers_to._asdict(),
        "candidate": citation.candidate,
        "passage": citation.passage,
    }


def hit_json(hit: Hit) -> Json:
    """Return a hit as `qa search --json` prints it."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "passage": passage.id,
        "document": passage.document,
        "title": passage.title,
        "source": passage.source,
        "date": passage.date,
        "heading": passage.heading,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "spans": [list(span) for span in passage.spans],
        "same_as": list(hit.same_as),
        "earlier": [earlier.document for earlier in hit.earlier],
        "score": round(hit.score, 6),
        "scores": {name: round(score, 6) for name, score in hit.scores.items()},
    }


def results_json(results: Results, id_: object = None) -> Json:
    """Return a search as the object that `qa search --json` prints."""
    return {
        "id": id_,
        "question": results.question,
        "hits": [hit_json(hit) for hit in results],
        "undated": results.undated,
        "unknown_terms": list(results.unknown_terms),
        "corrected_terms": dict(results.corrected_terms),
        "seconds": round(results.seconds, 4),
    }


def strength(answer: Answer, language: Language, *, narrowed: bool = False) -> str:
    """Return in a sentence how far an answer can be trusted, or why there is none.

    Args:
        answer: what is told.
        language: of the sentence.
        narrowed: whether it was asked under filters, which may leave no document.
    """
    if answer.text is None and is_courtesy(answer.question):
        return say("how_to_ask", language)
    if narrowed and not answer.hits:
        return say("nothing_within", language)
    return say(f"{answer.level}_more", language)


def answer_text(
    answer: Answer, language: Language = "ko", *, narrowed: bool = False
) -> Iterator[Text]:
    """Yield the lines that `qa ask` prints; `narrowed` as `strength` takes it."""
    if answer.standalone_question != answer.question:
        understood = say("understood", language, question=answer.standalone_question)
        yield Text(understood, style="dim")
    more = strength(answer, language, narrowed=narrowed)
    if is_courtesy(answer.question):
        yield Text(more)
        return
    yield Text.assemble((say(answer.level, language), "bold"), "  ", (more, "dim"))
    yield from _citations(answer, language)
    if answer.text is None and asks_nothing(answer.question):
        yield Text(say("how_to_ask", language), style="dim")
    elif answer.text is None and answer.hits:
        yield from _nearest(answer, language)
    for told in about_terms(answer, language):
        yield Text(told, style="dim")
    yield from _remarks(answer.undated, answer.changes, language)


def _citations(answer: Answer, language: Language) -> Iterator[Text]:
    evidence, candidates = apart(answer)
    for citation in evidence:
        yield from _cited(citation, language, answer.gloss if citation is evidence[0] else "")
    if candidates:
        yield Text()
        yield Text(f"  {say('candidates', language)}", style="dim")
    for citation in candidates:
        yield from _cited(citation, language)


def apart(answer: Answer) -> tuple[list[Citation], list[Citation]]:
    """Return the citations that bear an answer out, and those that might answer in its place."""
    evidence = [one for one in answer.citations if not one.candidate]
    return evidence, [one for one in answer.citations if one.candidate]


def _cited(citation: Citation, language: Language, gloss: str = "") -> Iterator[Text]:
    yield Text()
    yield _quote(citation)
    if gloss:
        yield Text(f"    {say('gloss', language, gloss=gloss)}", style="italic")
    yield Text(f"    [{citation.number}] {where(citation, language)}", style="cyan")
    if citation.refers_to:
        yield Text(f"    {refers(citation.refers_to, language)}", style="dim")
    yield from _others("same", citation.same_as, language)
    yield from _others("earlier", citation.earlier, language)
    yield from _others("conflicts", citation.conflicts, language)


def about_terms(answer: Answer, language: Language = "ko") -> Iterator[str]:
    """Yield what a person should know of the words of the question, a sentence each."""
    corrected = answer.corrected_terms
    if corrected:
        read = ", ".join(f"{word} → {right}" for word, right in corrected.items())
        yield say("corrected", language, terms=read)
    if unknown := [term for term in answer.unknown_terms if term not in corrected]:
        yield say("unknown", language, terms=", ".join(unknown))
    if answer.missing_terms:
        yield say("missing_terms", language, terms=", ".join(answer.missing_terms))


def _quote(citation: Citation) -> Text:
    text = Text(f"  {citation.quote}")
    text.stylize("bold green", 2 + citation.mark.start, 2 + citation.mark.end)
    return text


def _others(key: str, documents: Sequence[str], language: Language) -> Iterator[Text]:
    if documents:
        told = say(key, language, count=len(documents))
        yield Text(f"   {told}: {', '.join(documents)}", style="dim")


def refers(reference: Reference, language: Language = "ko") -> str:
    """Return in one sentence what the pronoun refers to that a quote begins with."""
    word, name = reference
    if language == "ko":
        word, name = f"‘{word}’{agreeing(word, '는')}", f"{name}{agreeing(name, '을')}"
    return say("refers_to", language, word=word, name=name)


def where(citation: Citation, language: Language = "ko") -> str:
    """Return a citation's place in one line: outlet, title, date, file, lines, status."""
    first, last = citation.locator.first, citation.locator.last
    lines = str(first) if first == last else f"{first}–{last}"
    parts = (
        citation.source,
        citation.title,
        citation.date or "",
        f"{citation.document} {say(citation.locator.kind, language, range=lines)}",
        say(citation.status, language),
    )
    return " · ".join(part for part in parts if part)


def _nearest(answer: Answer, language: Language) -> Iterator[Text]:
    yield Text(say("nearest_more", language), style="dim")
    for hit in answer.hits[:2]:
        yield Text(f"  - {_line(hit.passage)}", style="dim")


def _line(passage: Passage, length: int = 100) -> str:
    text = " ".join(passage.text.split())
    text = text if len(text) <= length else f"{text[: length - 1]}…"
    return f"{passage.title} · {text}"


def _remarks(undated: int, changes: Changes | None, language: Language) -> Iterator[Text]:
    if undated:
        yield Text(say("undated", language, count=undated), style="dim")
    if changes:
        yield Text(say("stale", language, **changes._asdict()), style="yellow")


def results_text(
    results: Results, language: Language = "ko", *, narrowed: bool = False
) -> Iterator[Text]:
    """Yield the lines that `qa search` prints; `narrowed`: under filters that may leave nothing."""
    if narrowed and not results:
        yield Text(say("nothing_within", language))
    for hit in results:
        passage = hit.passage
        place = " · ".join(p for p in (passage.source, passage.title, passage.date or "") if p)
        yield Text.assemble((f"{hit.rank:2} {hit.score:.3f} ", "bold"), (place, "cyan"))
        if passage.heading:
            yield Text(f"   {passage.heading}", style="dim")
        yield Text(indent(passage.text, "   "))
        yield from _others("same", hit.same_as, language)
        yield from _others("earlier", [p.document for p in hit.earlier], language)
    if results.corrected_terms:
        read = ", ".join(f"{word} → {right}" for word, right in results.corrected_terms.items())
        yield Text(say("corrected", language, terms=read), style="dim")
    yield from _remarks(results.undated, None, language)
