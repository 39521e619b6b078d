"""International bodies, treaties and weapons that Korean writes in letters, in Hangul and in full.

나토, NATO and 북대서양조약기구 find each other by the letters, which are a term of each.
"""

import re
from collections.abc import Iterator

# Letters first. A word that may be something else as well, 사드 or 쿼드, is left out.
_WRITTEN = """
nato 나토 북대서양조약기구
un 유엔 국제연합
eu 유럽연합
asean 아세안 동남아시아국가연합
apec 에이펙 아시아태평양경제협력체
oecd 경제협력개발기구
wto 세계무역기구
who 세계보건기구
imf 국제통화기금
iaea 국제원자력기구
wfp 세계식량계획
unesco 유네스코
unicef 유니세프 유엔아동기금
opec 오펙 석유수출국기구
fifa 피파 국제축구연맹
ioc 국제올림픽위원회
itu 국제전기통신연합
ilo 국제노동기구
imo 국제해사기구
icc 국제형사재판소
icj 국제사법재판소
brics 브릭스
aukus 오커스
rcep 역내포괄적경제동반자협정
ipef 인도태평양경제프레임워크
fta 자유무역협정
npt 핵확산금지조약
uae 아랍에미리트 아랍에미리트연합
icbm 대륙간탄도미사일
slbm 잠수함발사탄도미사일
thaad 고고도미사일방어체계
msmt 다국적제재모니터링팀
nll 북방한계선
mdl 군사분계선
dmz 비무장지대
gdp 국내총생산
gnp 국민총생산
cpi 소비자물가지수
mou 양해각서
nsc 국가안전보장회의
fbi 연방수사국
cia 중앙정보국
"""
_LETTERS = {
    name: letters
    for letters, *names in map(str.split, _WRITTEN.split("\n")[1:-1])
    for name in names
}
_NAME = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)))


def bodies_in(text: str) -> Iterator[str]:
    """Yield the letters of each body that a text names in Hangul.

    >>> list(bodies_in("나토와 국제원자력기구는"))
    ['nato', 'iaea']
    """
    for match in _NAME.finditer(text):
        yield _LETTERS[match[0]]
