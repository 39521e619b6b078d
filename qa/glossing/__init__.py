"""A short answer in the language of its question, where that can be said for sure.

Dates, times, amounts and names that a small table knows; of anything else, and of what is known
only in part, there is no gloss. It stands beside the quote and is none.
"""

import re

from qa.glossing.amounts import gloss_amount
from qa.glossing.dates import gloss_date
from qa.glossing.names import Foreign, gloss_name

__all__ = ["gloss", "language_of"]

_KANA, _HAN, _HANGUL = (re.compile(one) for one in ("[ぁ-ヿ]", "[㐀-鿿]", "[가-힣]"))
_RUSSIAN, _OTHER_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE), re.compile("[іїєґўјљњћђџѓќ]", re.I)
# Words of which some stand in every English question, and in no other language with Latin letters.
_ENGLISH = re.compile(r"\b(?:what|who|whom|whose|when|where|which|why|how|did|does|the)\b", re.I)
_LIST = re.compile(r"\s*(?:,|、|·|(?<=[가-힣])[와과](?=\s)|\s및\s)\s*")
_JOINTS: dict[Foreign, str] = {"en": ", ", "ja": "、", "zh": "、", "ru": ", "}


def gloss(short: str, question: str) -> str:
    """Return the short answer in the language of the question; '' where there is none for sure.

    >>> gloss("3조 2천억 원", "How much did it cost?")
    '3.2 trillion won'
    """
    language = language_of(question)
    if language is None or not _HANGUL.search(short):
        return ""
    whole = _glossed(short.strip(" .‘’“”'\""), language)
    if whole:
        return whole
    parts = [gloss_name(part, language) for part in _LIST.split(short)]
    return _JOINTS[language].join(parts) if len(parts) > 1 and all(parts) else ""


def _glossed(korean: str, language: Foreign) -> str:
    ways = (gloss_date, gloss_amount, gloss_name)
    return next((said for way in ways if (said := way(korean, language))), "")


def language_of(question: str) -> Foreign | None:
    """Return the language of a question, None for Korean and for those that have no glosses.

    >>> language_of("9月13日に何がありましたか？")
    'ja'
    """
    if _HANGUL.search(question):
        return None
    if _KANA.search(question):
        return "ja"
    if _HAN.search(question):
        return "zh"
    if _RUSSIAN.search(question):
        return None if _OTHER_CYRILLIC.search(question) else "ru"
    return "en" if _ENGLISH.search(question) else None
