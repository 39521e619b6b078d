"""The chat page: Gradio blocks around `Chat`, and the endpoint `/ask`. Layout and wiring only."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
from markupsafe import Markup

from index.errors import QAError
from qa.messages import Language, language_of, say, table
from qa.render import render
from qa.web.chat import Chat, Turns, fault_of, panes
from qa.web.turns import Answering, Scope

AT_ONCE = 4  # questions answered at the same time, a laptop's cores
WAITING = 64  # questions that may wait their turn; one more is refused at once
EXAMPLES = 4

WORDS = gr.I18n(ko=dict(table("ko")), en=dict(table("en")))
FONTS = (
    "Pretendard", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR",
)  # fmt: skip
THEME = gr.themes.Base(
    primary_hue=gr.themes.colors.teal,
    neutral_hue=gr.themes.colors.slate,
    font=[*map(gr.themes.Font, FONTS), "system-ui", "sans-serif"],
    font_mono=["ui-monospace", "Consolas", "monospace"],
)
_HERE = Path(__file__).parent
LOOKS: dict[str, Any] = {
    "theme": THEME,
    "css": (_HERE / "style.css").read_text(encoding="utf-8"),
    "js": (_HERE / "script.js").read_text(encoding="utf-8"),
    "i18n": WORDS,
    "favicon_path": str(_HERE / "icon.svg"),
    "footer_links": [],
    "run_history": False,  # Gradio would keep questions and answers in the browser
}


def build_app(bot: Answering) -> gr.Blocks:
    """Return the chat with one bot; launch it with `LOOKS`."""
    app = gr.Blocks(title=say("title"), analytics_enabled=False, fill_width=True)
    with app:
        turns = gr.State(())
        with gr.Row(elem_id="top"):
            header = _html(_header("ko"), "header")
            new = gr.Button(WORDS("new"), size="sm", scale=0, elem_id="new")
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="left", scale=3, min_width=320):
                talk = _html(panes((), "ko").talk, "talk")
                examples, buttons = _examples(bot)
                box, send, scope = _composer(bot)
            with gr.Column(elem_id="right", scale=2, min_width=320):
                panel = _html(panes((), "ko").sources, "panel")
        outputs = [turns, talk, panel, examples, box]
        asking = [
            gr.on(triggers, _respond(Chat(bot)), [turns, asked, *scope], outputs, **_QUIETLY)
            for triggers, asked in [
                ([box.submit, send.click], box),
                *(([button.click], button) for button in buttons),
            ]
        ]
        new.click(_anew, outputs=outputs, cancels=asking, queue=False, api_visibility="private")
        app.load(_greet, outputs=[header, talk, panel], queue=False, api_visibility="private")
        _endpoint(bot)
    app.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE)
    return app


_QUIETLY: dict[str, Any] = {
    "show_progress": "hidden",  # the conversation itself says that it is searching
    "concurrency_limit": AT_ONCE,
    "concurrency_id": "ask",
    "api_visibility": "private",
}


def _html(value: str, name: str) -> gr.HTML:
    return gr.HTML(value, elem_id=name, js_on_load=None, apply_default_css=False)


def _header(language: Language) -> str:
    return Markup("<h1>{}</h1><p>{}</p>").format(say("title", language), say("tagline", language))


def _examples(bot: Answering) -> tuple[gr.Column, list[gr.Button]]:
    questions = bot.examples()[:EXAMPLES]
    with gr.Column(elem_id="examples", visible=bool(questions)) as column:
        return column, [gr.Button(question, size="sm") for question in questions]


def _composer(bot: Answering) -> tuple[gr.Textbox, gr.Button, list[gr.components.Component]]:
    with gr.Column(elem_id="composer"):
        with gr.Row(elem_id="ask"):
            box = gr.Textbox(
                label=WORDS("question"), placeholder=WORDS("placeholder"), show_label=False,
                container=False, autofocus=True, max_lines=6, scale=1, elem_id="box",
            )  # fmt: skip
            send = gr.Button(WORDS("ask"), variant="primary", scale=0, elem_id="send")
        with gr.Accordion(WORDS("filters"), open=False, elem_id="filters"), gr.Row():
            since, until = (
                gr.DateTime(label=WORDS(key), include_time=False, type="string")
                for key in ("since", "until")
            )
            outlets = gr.Dropdown(list(bot.sources()), label=WORDS("outlets"), multiselect=True)
    return box, send, [since, until, outlets]


def _respond(chat: Chat) -> Any:
    """Return the callback of a question: a generator, the waiting page first, then the answer."""

    def respond(
        turns: Turns,
        question: str | None,
        since: str | None,
        until: str | None,
        outlets: list[str] | None,
        request: gr.Request,
    ) -> Iterator[tuple[object, ...]]:
        scope = Scope(since or None, until or None, tuple(outlets or ()))
        box: object = ""  # emptied at once, then left alone: the person may be typing already
        for kept, shown in chat.steps(turns, question or "", scope, _language(request)):
            yield kept, *shown, gr.update(visible=False), box
            box = gr.skip()

    return respond


def _anew(request: gr.Request) -> tuple[object, ...]:
    return (), *panes((), _language(request)), gr.update(visible=True), ""


def _greet(request: gr.Request) -> tuple[str, ...]:
    language = _language(request)
    return _header(language), *panes((), language)


def _language(request: gr.Request) -> Language:
    return language_of(request.headers.get("accept-language"))


def _not_as_declared(question: object, *lists: object) -> str | None:
    """Return what is wrong with arguments that came over HTTP, which Gradio does not check."""
    if not isinstance(question, str):
        return "question is not a string"
    for value in lists:
        fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        if not (fits or value is None):
            return "history and sources are lists of strings"
    return None


def _endpoint(bot: Answering) -> None:
    def ask(
        question: str,
        history: list[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        sources: list[str] | None = None,
    ) -> dict[str, Any]:
        """Answer a question with cited sentences; the object that `qa ask --json` prints."""
        if fault := _not_as_declared(question, history, sources) or fault_of(question, "ko"):
            raise gr.Error(fault, print_exception=False)
        try:
            answer = bot.ask(
                question,
                history=tuple(history or ()),
                since=since,
                until=until,
                sources=tuple(sources or ()),
            )
        except QAError as error:
            raise gr.Error(str(error), print_exception=False) from error
        written = json.dumps(render(answer), ensure_ascii=False)
        sendable: dict[str, Any] = json.loads(written.encode("utf-8", "replace"))
        return sendable

    gr.api(  # type: ignore[attr-defined]  # it is exported at run time only
        ask, api_name="ask", concurrency_limit=AT_ONCE, concurrency_id="ask"
    )
