"""What went wrong, on the report's page: each question to open, with what was wanted and given."""

from collections.abc import Iterable

from markupsafe import Markup

from eval.failures import failure_of, rank_of
from eval.records import Outcome, Run
from eval.wording import say
from index.records import Hit
from qa.messages import Language

_EXCERPT = 400  # characters of a passage that was found


def cases(run: Run, language: Language) -> Markup:
    """Return the questions that went wrong, to open one after the other."""
    wrong = [(outcome, kind) for outcome in run.outcomes if (kind := failure_of(outcome))]
    options = Markup("").join(
        Markup('<option value="{}">{}</option>').format(kind, say(kind, language))
        for kind in sorted({kind for _, kind in wrong})
    )
    opened = Markup("").join(_failure(one, kind, run.mode, language) for one, kind in wrong)
    return Markup(
        '<h3>{}</h3><div class="failures"><select aria-label="{every}">'
        '<option value="">{every}</option>{}</select>{}</div>'
    ).format(
        say("failures", language, count=len(wrong)),
        options,
        opened,
        every=say("every", language),
    )


def _failure(outcome: Outcome, kind: str, mode: str, language: Language) -> Markup:
    question, answer = outcome.question, outcome.answer
    wanted = question.evidence or question.documents or (say("unanswered", language),)
    said = [citation.quote for citation in answer.citations] if answer else []
    facts = [question.id, question.type, say(kind, language)]
    if question.answerable:
        rank = rank_of(outcome)
        facts.append(say("rank", language, rank=rank) if rank else say("not_found", language))
    if answer:
        facts.append(say("confidence", language, value=f"{answer.confidence:.2f}"))
    asked = " → ".join((*question.history, question.question))
    return Markup(
        '<details name="{}" data-kind="{}"><summary>{}<small>{}</small></summary>'
        "<h4>{}</h4>{}<h4>{}</h4>{}<h4>{}</h4>{}</details>"
    ).format(
        *(f"failures {mode}", kind, asked, " · ".join(facts)),
        *(say("wanted", language), _quotes(wanted)),
        *(say("said", language), _quotes(said or [say("nothing", language)])),
        *(say("hits", language), _hits(outcome)),
    )


def _quotes(texts: Iterable[str]) -> Markup:
    return Markup("").join(Markup("<blockquote>{}</blockquote>").format(text) for text in texts)


def _hits(outcome: Outcome) -> Markup:
    items = Markup("").join(
        Markup('<li class="{}"><b>{}</b> <small>{}</small><br>{}</li>').format(
            "held" if _relevant(hit, outcome) else "",
            hit.passage.title,
            " · ".join(filter(None, (hit.passage.date, hit.passage.document))),
            hit.passage.text[:_EXCERPT],
        )
        for hit in outcome.hits
    )
    return Markup("<ol>{}</ol>").format(items)


def _relevant(hit: Hit, outcome: Outcome) -> bool:
    return bool({hit.passage.id, hit.passage.document, *hit.same_as} & outcome.qrels.keys())
