"""The joint of two lines: whether it needs a space, and whether the first line leaves off there.

Marks and digits decide where they can, else Kiwi.

Measured by `python -m eval.joints`.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from index.cleaning.lines import ends_sentence
from index.tokens import analyse, spaced

# So much of a line on each side tells Kiwi whether a joint is inside a word.
_CONTEXT = 24
# So many characters before and after the joint are looked for elsewhere in a document.
_SIDES, _LONGEST = ((3, 2), (2, 2), (1, 2), (3, 1), (2, 1)), 200_000
# A text that is wrapped inside words has a space at half of its joints; Kiwi is right on 95 %.
_ASKED, _FEWEST, _AT_WORDS = 60, 5, 0.85
_LINES = 512  # whose last word is kept
_CLOSING = frozenset(".,!?…:;%)]}〉》」』’”·ㆍ~∼℃%")
_OPENING = frozenset("([{〈《「『‘“·ㆍ~∼")
_STRAIGHT = frozenset("\"'")  # opens a quotation where none is open
_UNITS = frozenset("㎞㎡㎜㎥㎏㎎㎝㎖ℓ㏊㎿㎾")
_SCALES = frozenset("십백천만억조")
_QUOTE = frozenset("“‘「『《〈")
# Particles and endings with which no heading ends; 에서 and 으로 may end one.
OPEN = frozenset(("JKS", "JKO", "JKG", "JX", "JC", "EC", "EP", "ETM"))
_LEAVES_OFF = OPEN | {"JKB"}
ENGLISH_OPEN = re.compile(
    r"\s(?:and|or|of|the|an?|in|on|at|to|for|with|by|from|that|which|because|was|were|is|are|had|has)\s*$"
)
# How a word or a sentence of another script goes on.
SMALL = re.compile(r"[^\W\d_가-힣A-Z]")
# What counts, written on to its number.
_COUNTED = re.compile(
    r"(?:년|월|일|시|분|초|명|원|개|건|만|억|조|천|백|십|여|위|도|호|차|회|배|척|곳|세|살|할|채|벌|달러|"
    r"퍼센트|포인트|톤|미터|쪽|조|항|주|대|층|면|권|마리|점|번|가지|등|국|급|차|인|사|주년|모|단계|표|승|패|판|%|℃|㎞|㎡|㎜|"
    r"종|통|편|심|가구|그루|헥타르|리터|킬로|그램|배럴|석|량|팀|칸|구|기|발|두)"
)
# What has a number for a name: 제1저장소, 제5부두.
_NUMBERED = re.compile(r"(?<![가-힣])제\d+$")
# What is written on to a number that counts nothing.
_PARTICLE = re.compile(
    r"(?:은|는|이|가|을|를|의|에|와|과|로|으로|도|만|부터|까지|보다|에서|에게|라고|라는|씩|쯤)"
    r"(?=[\s,.]|는\s|$)|이다|이며|이고|이었|였|인\s|가량|대로"
)
# What is written on to what somebody said: “…겠다”고 말했다.
_SAID = re.compile(
    r"(?:고|며|면서|란|이?라|이?라고|이?라며|이?라면서|이?라는|이?라던|라든|던|는|냐고|냐며|자고|자며)"
    r"(?=[\s,.]|$)"
)
# A sentence that ends with the call of a note: 했다.2, 했다.2)
CALLED = re.compile(r"[가-힣][.!?][\"'”’」』)]?\d{1,3}\)?$")
# Numbers of one word: 열두, 스물여덟.
_TENS = re.compile(r"(?<![가-힣])(?:열|스물|서른|마흔|쉰|예순|일흔|여든|아흔)$")
_ONES = re.compile(r"(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|하나|둘|셋|넷)(?![가-힣]{3})")
# Verbs that stand apart from the form before them, 고쳐야 한다, 두도록 했다, and what does not.
_DONE = re.compile(r"(?:하|한|할|함|합|해|했|됐|된|될|되)")
_MUST = re.compile(r"[가-힣](?:야|야만|도록)$")
_CANNOT, _CAN = re.compile(r"지(?:는|도)? 못$"), re.compile(r"하|한|할|함|합|해|했")
# Marks that end a number or a remark, behind which a word or a particle stands.
_ENDED = frozenset("%℃㎞㎡㎜)」』》〉’”")


def needs_space(left: str, right: str, document: str = "", *, words: bool = False) -> bool:
    """Tell whether a space stood between two pieces of a line, stripped and not empty.

    Args:
        left: the line before the joint.
        right: the line after it.
        document: where the same words may stand unbroken.
        words: whether the lines of the document break between words only.
    """
    decided = _by_marks(left, right)
    if decided is None:
        decided = words or _as_elsewhere(left, right, document[:_LONGEST])
    if decided is None:
        decided = _by_grammar(left, right)
    return spaced(left[-_CONTEXT:], right[:_CONTEXT]) if decided is None else decided


@lru_cache(maxsize=_LINES)
def last_tag(text: str) -> str:
    """Return of what kind the last word of a line is, as Kiwi names it; '' where it has none."""
    [sentences] = analyse([text])
    tokens = sentences[-1].tokens if sentences else ()
    return tokens[-1].tag.partition("-")[0] if tokens else ""


def leaves_off(text: str, below: str) -> bool:
    """Tell whether a line ends with a particle or an ending, or inside of a word."""
    text, below = text.strip(), below.strip()
    if ends_sentence(text):
        return False
    if SMALL.match(below) or ENGLISH_OPEN.search(text):
        return True
    return last_tag(text) in _LEAVES_OFF or not needs_space(text, below)


def breaks_at_words(joints: Iterable[tuple[str, str]]) -> bool:
    """Tell whether nearly all of the lines before these joints ended with a word."""
    asked = [joint for joint in joints if _by_marks(*joint) is None][:_ASKED]
    apart = sum(spaced(left[-_CONTEXT:], right[:_CONTEXT]) for left, right in asked)
    return len(asked) >= _FEWEST and apart >= _AT_WORDS * len(asked)


def _as_elsewhere(left: str, right: str, document: str) -> bool | None:
    """Return how the document writes the two sides elsewhere; None where it does not, or both.

    The more of both sides is found the more it says, so that is looked for first.
    """
    before, after = left.split()[-1], right.split()[0]
    for one, two in _SIDES:
        if len(before) < one or len(after) < two:
            continue
        start, end = before[-one:], after[:two]
        together, apart = start + end in document, f"{start} {end}" in document
        if together != apart:
            return apart
    return None


def _by_marks(left: str, right: str) -> bool | None:
    """Return what the characters beside the joint say of it; None where they say nothing."""
    last, first = left[-1], right[0]
    if first in _CLOSING or last in _OPENING:
        return False
    if first in _QUOTE or CALLED.search(left):
        return True
    if first in _STRAIGHT:
        open_ = re.search(rf"(?:^|[\s(]){first}[^{first}]*$", left)
        return open_ is None and right[1:2].isalnum() and _SAID.match(right[1:]) is None
    number = _behind_number(left, right) if last.isdigit() or first in _UNITS else None
    if number is not None:
        return number
    if last in _ENDED and "가" <= first <= "힣":
        return not (_PARTICLE.match(right) or _SAID.match(right))
    if last in ".,!?;":
        return not (first.isdigit() and left[-2:-1].isdigit())
    if first.isdigit() and "가" <= last <= "힣":
        return not re.search(r"(?:^|[\s(])제$", left)
    return True if _is_latin(left) and _is_latin(right) else None


def _behind_number(left: str, right: str) -> bool | None:
    """Return what a number says of what follows it; None where that says nothing."""
    first = right[0]
    if first.isdigit() or (first in _UNITS and (left[-1].isdigit() or left[-1] in _SCALES)):
        return False
    if "가" <= first <= "힣":
        ordinal = _NUMBERED.search(left)
        return not (ordinal or _COUNTED.match(right) or _PARTICLE.match(right))
    return None


def _by_grammar(left: str, right: str) -> bool | None:
    """Return what the words beside the joint say of it; None where they say nothing."""
    if _TENS.search(left) and _ONES.match(right):
        return False
    if _MUST.search(left) and _DONE.match(right):
        return True
    if _CANNOT.search(left) and _CAN.match(right):
        return False
    if left[-1].islower() and right[0].isupper():
        return True
    return None


def _is_latin(line: str) -> bool:
    """Tell whether a line is of a language that breaks its lines between words, as English does."""
    letters = [char for char in line if char.isalpha()]
    return 2 * sum(char < "\u0250" for char in letters) > len(letters)
