"""What the report's page and `qa eval make` say, in both languages; the chat has `qa.messages`.

The English definitions of the measures are `measures`' own, their Korean ones stand here.
"""

from collections.abc import Mapping

from eval.measures import BY_NAME
from qa.messages import Language
from qa.thresholds import Thresholds

# What is told of thresholds, in its order; the fields of `calibration.Expected`.
EXPECTED = ("answered", "wrong", "bold", "bold_wrong", "false_answers", "wrong_refusals")
_BOTH: Mapping[str, tuple[str, str]] = {
    "title": ("평가 보고서", "Evaluation report"),
    "made": ("만든 조건", "How it was made"),
    "commit": ("커밋", "commit"),
    "at": ("만든 때", "at"),
    "versions": ("버전", "versions"),
    "settings": ("설정", "settings"),
    "machine": ("실행한 컴퓨터", "machine"),
    "compared": ("시스템 비교", "Systems side by side"),
    "system": ("시스템", "system"),
    "questions": ("질문 {count}개", "{count} questions"),
    "costs": (
        "색인 초당 {rate:.0f}대목({passages}대목에 {build_seconds:.1f}초, {index_mb:.1f} MB, "
        "메모리 최대 {build_memory_mb:.0f} MB) · 켜서 첫 답까지 {cold_seconds:.1f}초,"
        " 검색 뒤 답을 고르는 CPU 시간 {answer_ms:.0f}ms (메모리 최대 {ask_memory_mb:.0f} MB)",
        "index {rate:.0f} passages/s ({passages} in {build_seconds:.1f} s, {index_mb:.1f} MB, peak "
        "memory {build_memory_mb:.0f} MB) · cold start {cold_seconds:.1f} s, answer "
        "{answer_ms:.0f} ms of CPU beyond search (peak {ask_memory_mb:.0f} MB)",
    ),
    "against": ("앞선 만큼: {first} − 비교 대상", "{first} minus the other"),
    "against_more": (
        "같은 질문에 대한 차이(퍼센트포인트)와 95% 구간. p는 짝지은 무작위화 검정.",
        "Difference over the same questions in points, with its 95 % interval; p by paired "
        "randomisation.",
    ),
    "search_time": ("검색 시간 배수", "search time, times ours"),
    "by_types": ("질문 유형별", "By type of question"),
    "by_languages": ("질문 언어별", "By language of the question"),
    "by_formats": ("문서 형식별", "By format of the document"),
    "by_splits": ("개발·시험 구분별", "By split"),
    "unanswerable": ("답이 없는 질문", "unanswerable"),
    "all": ("전체", "all"),
    "found": ("찾은 순위", "What is found"),
    "answered": ("첫 인용이 맞은 비율", "First quote right"),
    "risk": ("위험–답변율 곡선", "Risk–coverage curve"),
    "coverage_axis": ("답한 질문의 비율", "share of questions answered"),
    "risk_axis": ("틀린 답의 비율", "share of answers wrong"),
    "reliability": ("신뢰도 도표", "Reliability diagram"),
    "confidence_axis": ("확신도", "confidence"),
    "right_axis": ("맞은 비율", "share right"),
    "reliability_more": (
        "점이 대각선에 가까울수록 확신도를 그대로 믿을 수 있습니다. 점의 크기는 답의 수입니다.",
        "The nearer to the diagonal, the more honest the confidence; large points hold many.",
    ),
    "latency": ("질문마다 걸린 시간", "Time per question"),
    "seconds_axis": ("초", "seconds"),
    "count_axis": ("질문 수", "questions"),
    "measures": ("모든 측정값과 95% 구간", "All measures with their 95 % intervals"),
    "failures": ("틀린 질문 {count}개", "{count} questions went wrong"),
    "every": ("모든 종류", "every kind"),
    "wanted": ("기대한 근거", "Expected"),
    "said": ("내놓은 답", "Given"),
    "nothing": ("(답하지 않음)", "(no answer)"),
    "unanswered": ("(답이 없어야 함)", "(there is no answer)"),
    "hits": ("찾은 대목", "Passages found"),
    "confidence": ("확신도 {value}", "confidence {value}"),
    "rank": ("근거의 순위 {rank}", "evidence at rank {rank}"),
    "not_found": ("근거를 열째 안에서 찾지 못함", "evidence not among the first ten"),
    "glossary": ("측정값의 뜻과 출처", "What the measures mean, and their sources"),
    # `qa eval run --calibrate`
    "calibration": ("문턱값 맞추기", "Calibration"),
    "thresholds": (
        "확신도가 {maybe:.3f} 이상이면 답하고, {sure:.3f} 이상이면 ‘확실’로 보여 줍니다.",
        "Answers are given from a confidence of {maybe:.3f} on, boldly from {sure:.3f} on.",
    ),
    "thresholds_meek": (
        "확신도가 {maybe:.3f} 이상이면 답합니다. ‘확실’로 보여 줄 만한 확신도는 없습니다.",
        "Answers are given from a confidence of {maybe:.3f} on, boldly at none: at no confidence "
        "are few enough wrong.",
    ),
    "expected": ("예상(교차 검증), %", "expected (cross-validated), %"),
    "before": ("기본 문턱값, %", "default thresholds, %"),
    "expected_answered": ("답한 질문", "questions answered"),
    "expected_wrong": ("그 가운데 틀린 답", "of these wrong"),
    "expected_bold": ("‘확실’로 답한 질문", "questions answered boldly"),
    "expected_bold_wrong": ("그 가운데 틀린 답", "of these wrong"),
    "expected_false_answers": ("답이 없는데 답한 비율", "unanswerable questions answered"),
    "expected_wrong_refusals": ("답이 있는데 답하지 않은 비율", "answerable questions refused"),
    "expected_more": (
        "질문 {count}개. 다섯 번에 나누어, 문턱값을 고르는 데 쓰지 않은 질문으로만 쟀습니다.",
        "{count} questions in five folds, each judged by thresholds chosen with the other four.",
    ),
    "kept": (
        "{path} 에 적어 두었습니다. 되돌리려면: qa info --reset-thresholds",
        "Kept in {path}; to undo: qa info --reset-thresholds",
    ),
    # proposals of `qa eval make`
    "choice": (
        "받기 y · 버리기 n · 고치기 e · 끝내기 q > ",
        "take y · leave n · edit e · quit q > ",
    ),
    "question": ("질문", "question"),
    "answer": ("짧은 답", "short answer"),
    "evidence": (
        "답이 되는 문장(문서에 적힌 그대로, 없으면 Enter)",
        "the sentence that answers, as the document has it (Enter for none)",
    ),
    "before_it": ("앞선 질문: {question}", "asked before: {question}"),
    "said_of_it": ("사용자 의견: {said}", "what was said: {said}"),
    "open": (
        "(근거를 모름: 받을 때 답이 되는 문장을 적습니다)",
        "(evidence unknown: name the sentence that answers when you take it)",
    ),
    "taken": ("질문 {count}개를 {path} 에 더했습니다.", "{count} questions added to {path}"),
    "csv": (
        "질문 {count}개를 {path} 에 적었습니다. 쓸 질문의 accept 칸에 y 를 적은 뒤 "
        "qa eval make --accepted {path} 를 실행하세요.",
        "{count} proposals are in {path}; put y into the column accept of those to take, then run "
        "qa eval make --accepted {path}",
    ),
    # kinds of failure
    "inexact": ("파일과 다른 인용", "inexact quote"),
    "false answer": ("없는 답을 함", "false answer"),
    "refused": ("답할 수 있는데 거절", "refused"),
    "wrong": ("근거 아닌 인용", "wrong quote"),
    "not first": ("근거가 첫째가 아님", "not first"),
    "not found": ("찾지 못함", "not found"),
}

_LABELS = {
    "sentence": "첫 인용",
    "cited": "인용",
    "citation_precision": "인용 정밀도",
    "citation_exactness": "인용 일치",
    "abstention_precision": "거절 정밀도",
    "abstention_recall": "거절 재현율",
    "false_answers": "없는 답을 한 비율",
    "refused": "거절한 비율",
    "wrong_refusals": "잘못된 거절",
    "auroc": "AUROC(답의 유무)",
    "auroc_right": "AUROC(답의 옳음)",
    "seconds_p50": "초, 중앙값",
    "seconds_p95": "초, 95 %",
    "search_p50": "검색 초, 중앙값",
}
_ENGLISH_LABELS = {
    "citation_precision": "citation precision",
    "citation_exactness": "citation exactness",
    "abstention_precision": "abstention precision",
    "abstention_recall": "abstention recall",
    "auroc": "AUROC answerable",
    "seconds_p50": "seconds p50",
    "seconds_p95": "seconds p95",
}
_DEFINITIONS = {
    "recall@1": "첫 결과에 든 정답 문서의 비율. 자체 질문집에서는 첫 대목에 근거가 든 질문.",
    "recall@5": "다섯째 결과까지 본 같은 값.",
    "recall@10": "열째 결과까지 본 같은 값.",
    "mrr@10": "처음 맞은 결과의 순위의 역수를 평균한 값. 열째를 넘으면 0.",
    "ndcg@10": "열째까지의 이득을 log2(순위 + 1)로 나눈 합을 최댓값과 견준 값의 평균.",
    "sentence": "답이 있는 질문 가운데 첫 인용에 근거가 든 비율. 거절은 틀린 것으로 센다.",
    "cited": "답이 있는 질문 가운데 인용 어느 하나에라도 근거가 든 비율(인용 재현율).",
    "em": "정규화한 짧은 답이 정답과 똑같은 비율.",
    "f1": "짧은 답과 정답의 글자 단위 F1 가운데 가장 높은 값의 평균.",
    "citation_precision": "모든 인용 가운데 근거가 든 비율. 답이 없는 질문에 한 인용도 센다.",
    "citation_exactness": "모든 인용 가운데, 다른 코드로 파일을 다시 읽어도 그대로 나오는 비율.",
    "abstention_precision": "거절한 것 가운데 거절이 옳았던 비율. 답이 없는 질문이 있을 때만 센다.",
    "abstention_recall": "답이 없는 질문 가운데 거절한 비율.",
    "false_answers": "답이 없는 질문 가운데 답을 해 버린 비율.",
    "refused": "모든 질문 가운데 거절한 비율.",
    "wrong_refusals": "답이 있는 질문 가운데 거절한 비율.",
    "auroc": "답이 있는 질문의 확신도가 답이 없는 질문의 확신도보다 높을 확률.",
    "auroc_right": "맞은 답(첫 인용에 근거가 든 답)의 확신도가 틀린 답보다 높을 확률.",
    "aurc": "위험–답변율 곡선 아래의 넓이. 확신도가 높은 답부터 셀 때 틀린 비율의 평균.",
    "ece": "확신도와 실제로 맞은 비율의 차이를 같은 너비의 열 구간에서 평균한 값.",
    "seconds_p50": "질문의 절반이 넘지 않는 시간.",
    "seconds_p95": "질문 100개 가운데 95개가 넘지 않는 시간.",
    "search_p50": "검색만 했을 때 질문의 절반이 넘지 않는 시간.",
}


def say(key: str, language: Language, **values: object) -> str:
    """Return the sentence `key` with `values` filled in; raises `KeyError` for an unknown one."""
    return _BOTH[key][language == "en"].format(**values)


def chosen(thresholds: Thresholds, language: Language) -> str:
    """Return what thresholds mean; above 1 is one that no confidence reaches."""
    key = "thresholds" if thresholds.sure <= 1 else "thresholds_meek"
    return say(key, language, sure=thresholds.sure, maybe=thresholds.maybe)


def label(measure: str, language: Language) -> str:
    """Return the name of a measure as the page shows it."""
    labels = _ENGLISH_LABELS if language == "en" else _LABELS
    return labels.get(measure, BY_NAME[measure].label)


def definition(measure: str, language: Language) -> str:
    """Return what a measure is."""
    return BY_NAME[measure].definition if language == "en" else _DEFINITIONS[measure]
