"""Korean names of people and places in Latin, Cyrillic or Katakana, as passages write them.

`Hanyeoul Dam` is 한여울댐, `Yoon Suk Yeol` 윤석열, `Ынсоль` 은솔, `ナルポ` 나루포. A spelling may
stand for many words, by the Revised Romanization, by McCune–Reischauer without its marks and as
people spell their own names: all are made, and the likeliest is taken that passages hold.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise, product
from typing import NamedTuple

from index.lexical import Statistics
from index.tokens import is_word
from qa.glossing.names import foreign_names
from qa.spelling import syllable
from qa.topic import tokens_of

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"

# How each is spelled, the first of its readings the likeliest.
_BEGINS = {
    "": "ㅇ", "kk": "ㄲ", "tt": "ㄸ", "pp": "ㅃ", "ss": "ㅆ", "jj": "ㅉ", "ch": "ㅊㅈ", "sh": "ㅅ",
    "g": "ㄱ", "k": "ㅋㄱ", "n": "ㄴ", "d": "ㄷ", "t": "ㅌㄷ", "r": "ㄹ", "l": "ㄹ", "m": "ㅁ",
    "b": "ㅂ", "p": "ㅍㅂ", "s": "ㅅ", "j": "ㅈ", "h": "ㅎ",
}  # fmt: skip
_SOUNDS = {
    "a": "ㅏ", "ah": "ㅏ", "ae": "ㅐ", "ya": "ㅑ", "yae": "ㅒ", "eo": "ㅓ", "e": "ㅔㅐ", "ye": "ㅖ",
    "yeo": "ㅕ", "o": "ㅗㅓ", "oh": "ㅗ", "wa": "ㅘ", "wae": "ㅙ", "oe": "ㅚ", "oi": "ㅚ",
    "yo": "ㅛㅕ", "u": "ㅜㅓㅡ", "oo": "ㅜ", "ou": "ㅕㅜ", "you": "ㅕ", "wo": "ㅝ", "we": "ㅞ",
    "wi": "ㅟ", "yu": "ㅠㅕ", "yoo": "ㅠ", "eu": "ㅡ", "ui": "ㅢ", "i": "ㅣ", "ee": "ㅣ", "y": "ㅣ",
}  # fmt: skip
_ENDS = {
    "": " ", "ng": "ㅇ", "n": "ㄴ", "m": "ㅁ", "l": "ㄹ", "r": "ㄹ", "k": "ㄱㄲㅋ", "g": "ㄱ",
    "ck": "ㄱ", "t": "ㄷㅅㅊㅌㅈㅆ", "d": "ㄷ", "s": "ㅅ", "p": "ㅂㅍ", "b": "ㅂ",
}  # fmt: skip
# Surnames that are spelled as nothing else is.
_SURNAMES = {"lee": "이", "park": "박", "choi": "최", "rhee": "이", "yi": "이", "roh": "노"}
# Cyrillic letters as the Latin ones above; two of them first.
_CYRILLIC = {
    "дж": "j", "чж": "j", "пх": "p", "тх": "t", "кх": "k", "нг": "ng", "ё": "yo", "ы": "eu",
    "ю": "yu", "я": "ya", "е": "e", "э": "e", "а": "a", "о": "o", "у": "u", "и": "i", "й": "y",
    "б": "b", "в": "w", "г": "g", "д": "d", "к": "k", "л": "l", "м": "m", "н": "n", "п": "p",
    "р": "r", "с": "s", "т": "t", "х": "h", "ч": "j", "ц": "j", "ш": "sh", "щ": "s", "ж": "j",
    "ъ": "", "ь": "",
}  # fmt: skip
# Katakana likewise; and which of them may stand for the end of a syllable.
_KANA = {"ッ": "", "ー": ""} | dict(
    re.findall(
        r"([ァ-ヴ]+)([a-z]+)",
        "アa イi ウu エe オo カka キki クku ケke コko ガga ギgi グgu ゲge ゴgo サsa シsi スsu "
        "セse ソso ザja ジji ズju ゼje ゾjo タta テte トto ダda デde ドdo ナna ニni ヌnu ネne "
        "ノno ハha ヒhi フhu ヘhe ホho バba ビbi ブbu ベbe ボbo パpa ピpi プpu ペpe ポpo マma "
        "ミmi ムmu メme モmo ラra リri ルru レre ロro チchi ツcheu ヤya ユyu ヨyo ワwa ンn "
        "ウォwo ウィwi ウェwe キャkya キュkyu キョkyo ギャgya ギュgyu ギョgyo ニャnya ニュnyu "
        "ニョnyo ヒャhya ヒュhyu ヒョhyo ビャbya ビュbyu ビョbyo ピャpya ピュpyu ピョpyo "
        "ミャmya ミュmyu ミョmyo リャrya リュryu リョryo シャsa シュsu ショso シェse ジャja "
        "ジュju ジョjo ジェje チャcha チュchu チョcho チェche",
    )
)
_CLOSING = {"ル": "l", "ム": "m", "ク": "k", "プ": "p", "ト": "t", "ッ": "t", "ン": "ng"}
_LETTERS = re.compile("|".join(sorted({*_CYRILLIC, *_KANA}, key=len, reverse=True)) + "|.")
_NAME = re.compile(r"[A-ZА-ЯЁ][a-zа-яё]+(?:-[A-Za-zА-Яа-яЁё]+)*|[ァ-ヴー]{2,}")
# What a place or body is called by besides its name: 은솔 is known as 은솔군.
_KINDS = (*"시군구도읍면동리산강천댐섬항만역관사호", "군수", "시장", "대교", "공항", "대학")
_LONGEST, _SHORTEST, _WORDS = 7, 2, 3
_BEAM = 400  # beginnings that are followed at most
_READINGS = 16  # of a name in Katakana
_TRIED = 3  # words of no term that are looked for in passages


class Name(NamedTuple):
    """A name in a question: where it stands, and as passages write it."""

    start: int
    end: int
    korean: str


def names(
    question: str, terms: Statistics, bigrams: Statistics, stands: Callable[[str], bool]
) -> tuple[Name, ...]:
    """Return the names of a question that passages write in Hangul.

    Args:
        question: in a script other than Hangul.
        terms: what passages hold.
        bigrams: the same, two syllables at a time.
        stands: tells whether a passage holds a word, whatever Kiwi makes of it.
    """
    found: list[Name] = []
    for words in _runs(question):
        at = 0
        while at < len(words):
            some = [words[at : at + count] for count in range(min(_WORDS, len(words) - at), 0, -1)]
            name = next(filter(None, (_name(one, terms, bigrams, stands) for one in some)), None)
            found += [name] if name else []
            at += sum(word.start() < name.end for word in words[at:]) if name else 1
    return tuple(found)


def _name(
    words: Sequence[re.Match[str]],
    terms: Statistics,
    bigrams: Statistics,
    stands: Callable[[str], bool],
) -> Name | None:
    """Return the name that words spell together.

    None that encoders know, as China, and none that passages spell so, too. Several words are no
    plain noun: Юн Сок is half of 윤석열, not 연속.
    """
    written = " ".join(word[0] for word in words)
    if written in foreign_names() or any(terms.df(word[0].lower()) for word in words):
        return None
    made = _made(written.replace(" ", "-"), bigrams)
    likely = chain(_known(made, terms), filter(stands, made[:_TRIED]))
    korean = next((one for one in likely if len(words) == 1 or not _is_plain(one)), None)
    return Name(words[0].start(), words[-1].end(), korean) if korean else None


def _runs(question: str) -> Iterator[list[re.Match[str]]]:
    """Yield capitalised words that stand beside each other."""
    run: list[re.Match[str]] = []
    for word in _NAME.finditer(question):
        if run and question[run[-1].end() : word.start()] != " ":
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _is_plain(word: str) -> bool:
    """Tell whether Kiwi's dictionary holds a word as a noun that is no name."""
    return [token.tag for token in tokens_of(word)] == ["NNG"] and is_word(word)


def _known(words: Sequence[str], terms: Statistics) -> Iterator[str]:
    """Yield those of some words that passages know, by themselves or with what they name."""
    known = terms.known({word + kind for word in words for kind in ("", *_KINDS)})
    return (word for word in words if any(word + kind in known for kind in ("", *_KINDS)))


def _latin(part: str) -> list[str]:
    """Return what a part of a name is in Latin letters; several for Katakana."""
    read = [""]
    for letter in _LETTERS.findall(part.lower()):
        signs = [table[letter] for table in (_CYRILLIC, _KANA, _CLOSING) if letter in table]
        read = [word + sign for word in read for sign in (signs or [letter])]
    return read[:_READINGS]


def _made(spelling: str, bigrams: Statistics) -> list[str]:
    """Return the words that a name may stand for whose syllables passages hold, likeliest first."""
    begun = [""]
    parts = [_latin(part) for part in spelling.split("-")]
    for part in parts:
        if part is parts[0] and part[0] in _SURNAMES:
            begun = [_SURNAMES[part[0]]]
            continue
        spelled = [word for latin in part for word in _spelled(latin)]
        begun = _held([word + more for word in begun for more in spelled], bigrams)
    return [word for word in begun if _SHORTEST <= len(word) <= _LONGEST]


def _held(words: Sequence[str], bigrams: Statistics) -> list[str]:
    """Return those words all pairs of whose syllables passages hold."""
    pairs = {word: {one + other for one, other in pairwise(word)} for word in words}
    known = bigrams.known({pair for some in pairs.values() for pair in some})
    return [word for word in words if pairs[word] <= known][:_BEAM]


@lru_cache(maxsize=256)
def _spelled(part: str) -> tuple[str, ...]:
    """Return the syllables that Latin letters may stand for, the likeliest first."""
    done: list[tuple[int, str]] = []
    open_: list[tuple[int, str, str]] = [(0, "", part)]  # how unlikely, what is read, what is left
    while open_:
        following: dict[tuple[str, str], int] = {}
        for cost, word, rest in open_:
            if not rest:
                done.append((cost, word))
                continue
            if len(word) == _LONGEST:
                continue
            for more, read, left in _syllables(rest):
                key = word + read, left
                following[key] = min(cost + more, following.get(key, cost + more))
        ranked = sorted((cost, *key) for key, cost in following.items())
        open_ = ranked[:_BEAM]
    return tuple(word for _, word in sorted(done))


def _syllables(rest: str) -> Iterator[tuple[int, str, str]]:
    """Yield what a spelling may begin with: how unlikely that is, a syllable, and what is left."""
    for begin, initials in _starting(_BEGINS, rest):
        behind = rest[len(begin) :]
        for sound, vowels in _starting(_SOUNDS, behind):
            after = behind[len(sound) :]
            for end, finals in _starting(_ENDS, after):
                read = product(*map(enumerate, (initials, vowels, finals)))
                for (i, initial), (j, vowel), (k, final) in read:
                    jamo = _INITIALS.index(initial), _VOWELS.index(vowel), _FINALS.index(final)
                    yield i + j + k, syllable(*jamo), after[len(end) :]


def _starting(spellings: Mapping[str, str], text: str) -> Iterator[tuple[str, str]]:
    for length in range(4):
        if length <= len(text) and (read := spellings.get(text[:length])):
            yield text[:length], read
