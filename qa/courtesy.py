"""What is typed and asks nothing: a greeting, a word of thanks, a key held down."""

import re

_COURTESY = re.compile(
    r"(?:안녕(?:하세요|하십니까|히\s?(?:계세요|가세요))?|반가워요?|반갑습니다|처음 뵙겠습니다"
    r"|(?:정말|너무|대단히|매우)?\s?(?:고마워요?|고맙습니다|고마웠어요?|감사(?:합니다|해요?|드려요|드립니다|했습니다))"
    r"|수고(?:하세요|하셨습니다|했어요?)|잘\s?(?:가|있어|지내)|알겠(?:습니다|어요?)|네|예|응"
    r"|hi|hello|hey|good (?:morning|afternoon|evening)|bye|thanks?(?: you)?(?: (?:very|so) much)?"
    r"|こんにちは|ありがとう(?:ございます)?|你好|谢谢|謝謝|привет|здравствуйте|спасибо)",
    re.IGNORECASE,
)
_LAUGHTER = re.compile("[ㄱ-ㅣ]")
_PARTS = re.compile(r"[.,!?~…、。！？]+")
# No syllable and no letter, or one of them over and over.
_NOISE = re.compile(r"[\W_ㄱ-ㅣ]*|[\W_]*([^\W\d_])(?:[\W_]*\1){3,}[\W_]*")


def is_courtesy(text: str) -> bool:
    """Tell whether a text is a greeting or thanks and nothing more.

    >>> is_courtesy("고마워요!"), is_courtesy("안녕하세요, 예산은 얼마인가요?")
    (True, False)
    """
    said = (part.strip() for part in _PARTS.split(_LAUGHTER.sub("", text)))
    return not is_noise(text) and all(_COURTESY.fullmatch(part) for part in said if part)


def is_noise(text: str) -> bool:
    """Tell whether a text has no word: ㅋㅋㅋ, 가가가가, ?!

    >>> is_noise("ㅋㅋㅋㅋ"), is_noise("왜?")
    (True, False)
    """
    return _NOISE.fullmatch(text) is not None


def asks_nothing(text: str) -> bool:
    """Tell whether there is nothing to answer in a text."""
    return is_courtesy(text) or is_noise(text)
