import unicodedata
from dataclasses import replace

from eval_fakes import citation_of, hits_of, passage, question

from eval import relevance
from index.sourcemap import Span


def test_evidence_is_found_across_white_space_and_in_decomposed_text():
    text = unicodedata.normalize("NFD", "북한과 러\n\n시아는")
    assert relevance.holds(text, ["없는 말", "러시아는"])
    assert not relevance.holds(text, ["러시아와"])
    assert not relevance.holds(text, [])


def test_the_first_passage_with_the_evidence_is_the_one_gold():
    found = [passage("a", "맑음"), passage("b", "눈 이 왔다"), passage("c", "눈이 왔다고 한다")]
    ranking, qrels = relevance.judged(question(evidence=("눈이 왔다",)), hits_of(*found))
    assert ranking == ("a:0", "b:0", "c:0")
    assert qrels == {"b:0": 1}


def test_judged_documents_are_ranked_at_their_best_passage_with_their_duplicates_behind():
    hits = hits_of(passage("a", "1"), passage("b", "2"), passage("a", "3", 1), passage("d", "4"))

    hits = (hits[0], replace(hits[1], same_as=("c",)), *hits[2:])
    ranking, qrels = relevance.judged(question(grades={"d": 2}), hits)
    assert ranking == ("a", "b", "c", "d")
    assert qrels == {"d": 2}


def test_a_citation_of_squad_has_to_cover_the_place_and_not_only_the_words():
    text = "서울은 크다. 부산은 서울보다 작다."
    second = text.rindex("서울")
    asked = question(grades={"a": 1}, evidence=("서울",), places=(Span(second, second + 2),))

    whole = citation_of(passage("a", text))
    assert relevance.cites(whole, asked)
    assert not relevance.cites(replace(whole, spans=(Span(0, 7),)), asked)
    assert not relevance.cites(replace(whole, document="b"), asked)
    parted = replace(whole, spans=(Span(8, second + 1), Span(second + 1, len(text))))
    assert relevance.cites(parted, asked)
