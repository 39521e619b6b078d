"""What a site leads elsewhere with: its menus, buttons, files to load, neighbours of a page.

By the words of a line (`menu_words.txt`) and by its shape, whatever stands around it.
"""

import re
from functools import cache
from importlib.resources import files

from index.cleaning.lines import STOPPED

# Where in the site a page stands: 현재 위치: 홈 > 알림 > 보도자료.
_TRAIL = re.compile(
    r"^\W*(?:현재\s?(?:위치|페이지)|위치|you are here|홈|home)\s*[:：>»›/]\s*\S.{0,60}$",
    re.IGNORECASE,
)
_LONGEST = 80  # with words among it that no menu has
_PARTS = re.compile(r"[\s|ㅣ>/,·ㆍ»«›‹▶▲▼◀∨^\[\]()]+")
_SECTIONS = 3
_COUNT = re.compile(r"[\d,.]{1,9}(?:명|개|건|회|min)?|\d{1,2}분|\d{1,2}초")
_NEIGHBOUR = re.compile(
    r"^\W*(?:목록으로\W{1,3})?(?:이전|다음|앞|뒤|윗|아랫)\s?(?:글|기사|포스트|게시[글물]|소식|보도자료)(?=\W)"
)
# What a reader may tick: ○ 만족 ○ 보통 ○ 불만.
_OPTIONS = re.compile(r"^(?:\s*[○◯●◎□☐]\s*[^\s○◯●◎□☐][^○◯●◎□☐]{0,10}){3,}$")
# A file to load, with its size.
_FILE = re.compile(
    r"^\W*\S.{0,80}\.(?:hwpx?|pdf|docx?|xlsx?|pptx?|zip|jpe?g|png)(?=\W|$)(?:[^.]|\.\d){0,30}$",
    re.IGNORECASE,
)
_TAGS = re.compile(r"^\W{0,3}(?:#[^\W\d]\S*\s*)+$")
# Lines that lead elsewhere by their shape, where they are no sentence.
MENU_LINES = (_NEIGHBOUR, _TAGS, _OPTIONS, _FILE)


@cache
def _menu_words() -> frozenset[str]:
    text = files("index.cleaning").joinpath("menu_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def is_menu(text: str) -> bool:
    """Tell whether a line is made of the words of buttons and menus, or says where one is."""
    if _TRAIL.match(text) and not STOPPED.search(text):
        return True
    words = [word for word in _PARTS.split(text.lower()) if word.strip("-:|")]
    counts = sum(_COUNT.fullmatch(word) is not None for word in words)
    if 0 < counts < len(words) / 2:  # 좋아요 14 공유하기 신고; a table's row has more of them
        words = [word for word in words if not _COUNT.fullmatch(word)]
    if len(text) >= _LONGEST:
        return _menu_words().issuperset(words)
    known = sum(word in _menu_words() for word in words)
    mostly = len(words) >= 4 and known >= 0.6 * len(words)
    return known == len(words) or (mostly and not STOPPED.search(text))


def offers_choice(text: str) -> bool:
    """Tell whether a line is what a reader may tick: ◎ 매우 만족 ○ 만족 ○ 보통 ○ 불만족."""
    return _OPTIONS.match(text) is not None


def names_sections(text: str) -> bool:
    """Tell whether half of a line's words, three at least, are those of menus."""
    words = [word for word in _PARTS.split(text.lower()) if word]
    known = sum(word in _menu_words() for word in words)
    return len(words) >= _SECTIONS and 2 * known >= len(words)
