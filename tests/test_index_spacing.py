"""Whether the joint of two lines needs a space."""

import pytest

from eval.joints import Joint, broken, either_way, is_right
from index.cleaning.spacing import breaks_at_words, needs_space


@pytest.mark.parametrize(
    ("left", "right", "space"),
    [
        ("어린이 60", "0원으로 버스와", False),
        ("이 기간 신고가 312", "건 접수됐다", False),
        ("대지만 나머지 2", "할도 부담스럽다", False),
        ("나룻배는 모두", "12척이 떴다", True),
        ("개정된 법률 제", "12조에 따라", False),
        ("그는 말했다.", "이어서 배가 떴다", True),
        ("그는 말했다.2", "이 배는 가볍다", True),
        ("배가 떴다고 한다.3)", "이 배는 가볍다", True),
        ("값은 3.", "5배로 뛰었다", False),
        ("배은수 과장은", "“겨울에도 뜬다”고", True),
        ("뜬다는 뜻이다(나루", ")라고 적었다", False),
        ("다리를 고치겠다”", "고 말했다", False),
        ("다리를 고치겠다”", "고교생들이 웃었다", True),
        ("오차를 40", "㎞ 안으로 줄였다", False),
        ("바람에 이어 태풍", "'나루'가 지나갔다", True),
        ("이어 태풍 '나루", "'가 지나갔다", False),
        ('배가 뜬다"며', '"늦어도 괜찮다"고', True),
        ("배가 늦게야 뜬다", '"고 말했다', False),
    ],
)
def test_marks_and_digits_tell_of_a_joint(left: str, right: str, space: bool) -> None:
    assert needs_space(left, right) is space


def test_a_word_that_stands_whole_elsewhere_is_joined() -> None:
    left, right = "장관은 가온누", "리봉을 올랐다"
    assert not needs_space(left, right, "가온누리봉은 높다.\n" + left + "\n" + right)
    apart = "가온누 리봉을 찾았다.\n"
    assert needs_space(left, right, apart + left + "\n" + right)


@pytest.mark.parametrize(
    ("left", "right", "elsewhere", "space"),
    [
        ("봄에는 접종", "비는 시가 댄다", "접종비를 댔다", False),
        ("어제 해온", "시청에서", "해온시의 이야기", False),
        ("만기를 앞둔 라모", "씨는 말했다", "라모 씨의 이야기", True),
    ],
)
def test_a_few_characters_that_stand_elsewhere_tell_of_a_joint(
    left: str, right: str, elsewhere: str, space: bool
) -> None:
    assert needs_space(left, right, f"{elsewhere}\n{left}\n{right}") is space


def test_lines_that_all_end_with_a_word_are_told_from_those_that_do_not() -> None:
    text = "은빛시는 강변 나룻배 사업의 첫해 성과를 담은 보고서를 펴냈고 시의회는 대책을 요구했다"
    words = text.split()
    at_words = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    inside = [(text[:i], text[i:]) for i in range(1, len(text)) if " " not in text[i - 1 : i + 1]]
    assert breaks_at_words(at_words)
    assert not breaks_at_words(inside)


def test_the_joints_that_are_measured_know_what_stood_there() -> None:
    joints = broken("나룻배가 강을 건너 간다", 5)
    assert [(j.left, j.right, j.space) for j in joints] == [
        ("나룻배가", "강을 건너", True),
        ("강을 건너", "간다", True),
    ]
    assert is_right(joints[0])


@pytest.mark.parametrize(
    ("left", "right", "space", "either"),
    [
        ("시의 지역", "의료 대책을 냈다", True, True),
        ("시의 지역", "의료 대책을 냈다", False, True),
        ("나룻배가", "강을 건넜다", True, False),
        ("사람들이 나룻", "배를 탔다", False, False),
    ],
)
def test_between_two_nouns_the_writer_may_choose(
    left: str, right: str, space: bool, either: bool
) -> None:
    assert either_way(Joint(left, right, space, "")) is either
