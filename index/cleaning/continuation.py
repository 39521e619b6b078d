"""Whether a line of a wrapped text goes on in the next, though it is not as wide as others.

By its own words and those below; what it is a line of is for `unwrap`.
"""

import re

from index.cleaning.lines import BULLET, NUMBERED, ends_sentence, width
from index.cleaning.spacing import ENGLISH_OPEN, OPEN, SMALL, last_tag, needs_space
from index.cleaning.wrapping import Wrapping
from index.records import Block

NEARLY_FULL, HALF = 0.7, 0.5
# Syllables of a verb that 다 stands behind: 하였, 있, 없.
_STEMS = tuple(chr(code) for code in range(0xAC00, 0xD7A4) if (code - 0xAC00) % 28 in (18, 20))
_OF_FIELDS = ":：>|"  # and of menus
_JOINS = frozenset(("JKG", "JC"))  # particles with which no line ends, however short
_TOPIC = re.compile(r"(?:[가-힣)][은는]|\)[이가]) \S")
# What a line says something of; a noun may end with 가, too: 국가 재정.
SUBJECT = re.compile(
    r"[\w’”)%](?:[은는을를이]|에서|에게) \S|[가-힣](?<![국평물증추참작휴인허단주원정대])가 \S"
)


def is_left_open(text: str, how: Wrapping) -> bool:
    """Tell whether a line ends with a particle or an ending, as no heading of its width does."""
    wide = width(text) >= HALF * how.columns
    if wide and ENGLISH_OPEN.search(text):
        return True
    if any(sign in text for sign in _OF_FIELDS):
        return False
    return " " in text.strip() and last_tag(text.strip()) in (OPEN if wide else _JOINS)


def says_something(line: Block, below: Block, how: Wrapping) -> bool:
    """Tell whether a line says something of something, right above another wide one: no heading."""
    text = line.text.text
    wide = width(text) >= HALF * how.columns
    wide = wide and width(below.text.text) >= NEARLY_FULL * how.columns
    if below.gap > how.gap or not wide or NUMBERED.match(text):
        return False
    words = [word for word in text.split() if word[0].isalpha()]
    small = sum(SMALL.match(word) is not None for word in words)
    return SUBJECT.search(text) is not None or 2 * small >= max(len(words), 2)


def is_marked(text: str, above: str) -> bool:
    """Tell whether a line begins with the mark of a point, not with what a break left of 했다."""
    rest = above.endswith(_STEMS) and text.lstrip().startswith("다.")
    return not rest and (NUMBERED.match(text) or BULLET.match(text)) is not None


def breaks_inside(line: Block, below: Block, how: Wrapping) -> bool:
    """Tell whether a nearly full line breaks in mid-sentence: at a kept space, or inside a word.

    Or behind what a sentence is about: 상호관세율은 한국 25%, 일본 24%, 대만.
    """
    text, following = line.text.text, below.text.text
    if below.gap > how.gap or ends_sentence(text) or width(text) < NEARLY_FULL * how.columns:
        return False
    if NUMBERED.match(text) or is_marked(following, text.rstrip()):
        return False
    if any(sign in text for sign in _OF_FIELDS):
        return False
    kept = how.told and text[-1:].isspace()
    begun = kept or _TOPIC.search(text) is not None
    return begun or not needs_space(text.strip(), following.strip(), words=how.words)
