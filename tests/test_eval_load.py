import pytest

from eval.load import main


def test_people_at_once_lose_no_answer_and_what_came_of_it_is_told(
    web_address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([web_address, "--people", "3", "--seconds", "1"]) == 0
    told = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert told["people"] == "3 for 1 s"
    assert int(told["answers"].partition(",")[0]) >= 3
    assert (told["errors"], told["lost"]) == ("0", "0")
    assert "p95" in told["took"]


def test_errors_are_counted_and_end_it_with_a_failure(
    web_address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.load._questions", lambda *_: [" "])
    assert main([web_address, "--people", "1", "--seconds", "0.2"]) == 1
    assert "400 the question is empty" in capsys.readouterr().out


def test_a_server_that_is_not_there_is_one_line() -> None:
    with pytest.raises(SystemExit, match=r"127\.0\.0\.1:9 does not tell its documents"):
        main(["http://127.0.0.1:9"])
