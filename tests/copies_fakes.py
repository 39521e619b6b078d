"""One event as the office, two papers and two later versions tell it, and what only looks alike."""

RELEASE = (
    "해온시는 지난 12일 태풍 다솜으로 침수된 주택이 모두 347채라고 밝혔다. 갈매동이 가장 많아 "
    "121채가 물에 잠겼고, 포구동 88채와 서당동 64채가 뒤를 이었다. 시는 집마다 재난지원금 300만 "
    "원을 지급하기로 했다. 신청은 9월 16일부터 주소지 행정복지센터에서 받는다. 서도윤 해온시장은 "
    "“추석 전에 지급을 마치겠다”고 말했다. 시는 또 배수펌프장 4곳의 용량을 두 배로 늘리는 공사를 "
    "내년 봄에 시작한다. 공사에는 국비 52억 원이 든다."
)
# The same as a second outlet prints it: a headline of its own, other endings, a caption left over.
REPRINT = (
    "태풍에 잠긴 집 347채\n해온시 갈매동 골목이 물에 잠겨 있다\n\n"
    "해온시는 지난 12일 태풍 다솜으로 침수된 주택이 모두 347채라고 13일 밝혔다. 갈매동이 121채로 "
    "가장 많고, 포구동 88채와 서당동 64채가 뒤를 이었다. 시는 집마다 재난지원금 300만 원을 지급할 "
    "방침이다. 신청은 오는 16일부터 주소지 행정복지센터에서 받는다. 서도윤 해온시장은 “추석 전에 "
    "지급을 마치겠다”고 말했다. 시는 또 배수펌프장 4곳의 용량을 두 배로 늘리는 공사를 내년 봄에 "
    "시작하기로 했다. 공사에는 국비 52억 원이 든다."
)
# The outlet's own update of it: one figure is another, one sentence is new.
UPDATE = RELEASE.replace("모두 347채", "모두 362채").replace("121채", "136채") + (
    " 한편 시는 피해 신고를 20일까지 더 받기로 했다고 덧붙였다."
)
# A form that is filled in each day: nothing of the one is a version of the other.
DAILY = (
    "{day}일 해온 수산시장에서는 고등어가 한 상자에 {a}원에 거래됐다. 갈치는 한 상자에 {b}원, "
    "오징어는 {c}원이었다. 이날 들어온 물량은 모두 {d}톤으로 전날보다 {e}% 늘었다. 시장 관리소는 "
    "바람이 잦아들면서 조업에 나선 배가 {f}척으로 늘어난 덕분이라고 설명했다."
)
MONDAY = DAILY.format(day=3, a=41500, b=68200, c=39100, d=217, e=4.2, f=83)
FRIDAY = DAILY.format(day=7, a=45800, b=71900, c=36600, d=254, e=6.8, f=97)
# The same event in another's words.
COLUMN = (
    "태풍이 지나간 갈매동 골목에서 주민들은 젖은 장롱을 끌어내고 있었다. 물은 허리까지 찼다가 "
    "새벽에야 빠졌다. 배수펌프장이 제때 돌지 않았다는 원망이 나왔고, 시가 늦게나마 돈을 들여 "
    "용량을 늘리겠다고 했지만 공사는 내년에나 시작된다. 올가을 비가 다시 오면 어떻게 하느냐는 "
    "물음에 답하는 사람은 없었다."
)
