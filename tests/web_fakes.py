"""A bot that knows one bridge and says a poisoned sentence about it, and its page, served."""

import asyncio
import html
import re
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from index.errors import DamagedError
from index.records import Hit, Locator, Passage
from index.sourcemap import MappedText, Span
from qa.feedback import Feedback
from qa.records import Answer, Citation
from qa.related import Related
from qa.web.chat import Chat, Panes
from qa.web.listening import run
from qa.web.page import build_app
from qa.web.server import site
from qa.web.session import Session
from qa.web.turns import Scope

POISON = (
    "<script>alert(1)</script> [x](javascript:alert(1)) "
    "**굵게(BOLD)**은 1~3월 … 4~6월 ${1+1} {{value}}"
)


def citation(
    quote: str = "다리는 2019년 5월 3일에 열렸다고 시가 밝혔다.", **changes: object
) -> Citation:
    start = quote.find("2019년")
    mark = Span(start, start + 5) if start >= 0 else Span(0, 1)
    plain = Citation(
        number=1, passage="p1", document="city/bridge.md", title="새 다리 열려", source="강변일보",
        date="2019-05-03", heading="도시 > 교통", quote=quote, mark=mark, start=120, end=150,
        spans=(Span(120, 150),), locator=Locator("text", 7, 8), encoding="utf-8", sha256="0" * 64,
        status="verified", score=0.9,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def hit(rank: int, text: str = "다리의 길이는 1.2km이다.") -> Hit:
    passage = Passage(
        f"p{rank}", f"city/length-{rank}.txt", f"다리 안내 {rank}", "강변일보", None, "", text,
        MappedText.of(text).origin, (Span(0, len(text)),), Locator("text", rank, rank),
    )  # fmt: skip
    return Hit(rank, 1 / rank, {}, passage)


def found(question: str, *citations: Citation, **changes: object) -> Answer:
    text = " ".join(one.quote for one in citations)
    plain = Answer(question, question, text, "2019년", "sure", 0.9, citations, (hit(1), hit(2)))
    return replace(plain, **changes)  # type: ignore[arg-type]


def nothing(question: str) -> Answer:
    hits = tuple(hit(rank) for rank in (1, 2, 3))
    return Answer(question, question, None, "", "none", 0.1, (), hits, ("우주선",))


@dataclass
class Around:
    before: str
    after: str


@dataclass
class FakeBot:
    """Knows one bridge; remembers how it was asked."""

    asked: list[tuple[str, tuple[str, ...], Scope]] = field(default_factory=list)

    def ask(
        self,
        question: str,
        *,
        history: tuple[str, ...] = (),
        since: str | None = None,
        until: str | None = None,
        sources: tuple[str, ...] = (),
    ) -> Answer:
        self.asked.append((question, history, Scope(since, until, sources)))
        if "오류" in question:
            raise DamagedError("/home/someone/geungeo.index/rows is cut short;\nqa repair")
        if "버그" in question:
            raise RuntimeError("secret")
        if "우주선" in question:
            return nothing(question)
        if "느린" in question:
            time.sleep(1.5)
        poisoned = citation(
            f"2019년 {POISON}",
            number=2,
            title=POISON,
            source=POISON,
            heading=POISON,
            document=f"{POISON}.md",
            status="changed",
            same_as=(POISON,),
            conflicts=("city/other.md",),
        )
        whole = f"{history[-1]} {question}" if question.startswith("그럼") and history else question
        return found(question, citation(), poisoned, standalone_question=whole)

    def sources(self) -> tuple[str, ...]:
        return ("강변일보",)

    def examples(self) -> tuple[str, ...]:
        return ("다리는 언제 열렸나?", POISON)

    def related(self, citation: Citation, beside: Sequence[Citation] = ()) -> dict[str, Related]:
        otherwise = Related("city/other.md", POISON, POISON, None, f"2020년 {POISON}", Span(3, 9))
        return {one.document: one for one in (otherwise,) if one.document in citation.conflicts}

    def context(self, citation: Citation, *, around: int = 2) -> Around:
        return Around("앞 문장이다. ", f" 뒤 문장이다. {POISON}")


def shown_after(
    bot: FakeBot, *questions: str, session: Session | None = None
) -> tuple[Session, Panes]:
    """Put questions to a bot, one after the other, and return what the page shows in the end."""
    session = session or Session()

    async def ask() -> Panes:
        session.changed = asyncio.Event()  # each call has a loop of its own
        for question in questions:
            session.add(question, Scope())
            await answer()
        return await answer()

    async def answer() -> Panes:
        async for shown in Chat(bot).replies(session):
            last = shown
        return last

    return session, asyncio.run(ask())


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def serve_fake(port: int, folder: str) -> None:
    """Serve the fake bot: in a process of its own, so that Gradio's threads end with it."""
    bot = FakeBot()
    chat = build_app(bot, Feedback(Path(folder) / "said.sqlite"))
    run(site(bot, chat), port=port)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        try:
            with urlopen(url):
                return url
        except URLError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError("the page did not come up")
