"""The components of the chat page and their looks. What happens on it is `page`'s."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from qa.messages import Language, say, table
from qa.web.chat import panes
from qa.web.filters import filters
from qa.web.header import header
from qa.web.session import Session
from qa.web.turns import Scope

WORDS = gr.I18n(ko=dict(table("ko")), en=dict(table("en")))
FONTS = (
    "Pretendard", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR",
)  # fmt: skip
THEME = gr.themes.Base(
    primary_hue=gr.themes.colors.teal,
    neutral_hue=gr.themes.colors.slate,
    font=[*map(gr.themes.Font, FONTS), "system-ui", "sans-serif"],
    font_mono=["ui-monospace", "Consolas", "monospace"],
).set(body_background_fill="#f7f8f8", body_background_fill_dark="#111716")  # --ground in style.css
_HERE = Path(__file__).parent


def _script(*names: str) -> str:
    return "\n".join((_HERE / "scripts" / f"{n}.js").read_text(encoding="utf-8") for n in names)


LOOKS: dict[str, Any] = {
    "theme": THEME,
    "css": (_HERE / "style.css").read_text(encoding="utf-8"),
    "js": f"() => {{\n{_script('storage', 'sources', 'past', 'lost', 'filters', 'talk')}\n}}",
    "i18n": WORDS,
    "favicon_path": str(_HERE / "icon.svg"),
    "footer_links": [],
    "run_history": False,  # Gradio would keep questions and answers in the browser
}
_BRIDGE = _script("bridge")


class Page:
    """The components of the page, from top to bottom."""

    def __init__(self) -> None:
        """Add them to the blocks that are being built."""
        self.session = gr.State(Session())
        empty = panes(Session())
        self.header = _html(header("ko"), "header")
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="left", scale=3, min_width=320):
                self.talk = _html(empty.talk, "talk")
                self._composer()
            with gr.Column(elem_id="right", scale=2, min_width=320):
                self.panel = _html(empty.sources, "panel")
        self.asked = gr.JSON(visible=False)  # a question on its way from the box, with its filters
        self.said = gr.JSON(visible=False)  # what the browser begins with: language, filters
        self.file = gr.JSON(visible=False)  # what the browser is to save

    def _composer(self) -> None:
        with gr.Column(elem_id="composer"):
            with gr.Row(elem_id="ask"):
                self.box = gr.Textbox(
                    label=WORDS("question"), placeholder=WORDS("placeholder"), show_label=False,
                    container=False, autofocus=True, max_lines=6, scale=1, elem_id="box",
                )  # fmt: skip
                self.send = gr.Button(WORDS("ask"), variant="primary", scale=0, elem_id="send")
            self.filters = _html(filters("ko", (), Scope()), "filters")

    @property
    def labelled(self) -> list[Any]:
        """What has words on it, in the order of `labels`."""
        return [self.header, self.box, self.send, self.filters]


def _html(value: str, name: str) -> gr.HTML:
    return gr.HTML(value, elem_id=name, js_on_load=_BRIDGE, apply_default_css=False)


def labels(language: Language, outlets: Sequence[str], scope: Scope) -> list[Any]:
    """Return what the components of `Page.labelled` show in `language`."""
    return [
        header(language),
        gr.update(label=say("question", language), placeholder=say("placeholder", language)),
        gr.update(value=say("ask", language)),
        filters(language, outlets, scope),
    ]
