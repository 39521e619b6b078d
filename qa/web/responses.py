"""Pages made on the server: templates that escape by themselves, and headers that forbid the rest.

A page of ours runs one small script of ours and loads one stylesheet of ours; whatever else a
document might smuggle in, the browser refuses.
"""

from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from qa.messages import Language, language_of, reason, say
from qa.web.markup import clean
from qa.web.scheme import scheme_switch

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HERE = Path(__file__).parent
_TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(request: Request, name: str, code: int = 200, /, **values: object) -> HTMLResponse:
    """Return the page that the template `name` makes of `values`."""
    language = language_for(request)
    shown = _TEMPLATES.get_template(f"{name}.html").render(
        language=language,
        say=partial(_say, language),
        reason=partial(_reason, language),
        link=partial(link_for, request),
        other=_translated(request, "ko" if language == "en" else "en"),
        chosen=_chosen(request),
        scheme=scheme_switch(language),
        path=request.url.path,
        **values,
    )
    headers = {
        "content-security-policy": POLICY,
        "vary": "accept-language, cookie",
        "cache-control": "private, no-cache",
    }
    return HTMLResponse(clean(shown), code, headers)


def language_for(request: Request) -> Language:
    """Return the language that `?lang=` asks for, else the browser's; English for programs."""
    accepted = request.headers.get("accept-language")
    if accepted is None and not wants_page(request):
        accepted = "en"
    return _chosen(request) or language_of(accepted)


def _chosen(request: Request) -> Language | None:
    chosen = request.query_params.get("lang")
    return "ko" if chosen == "ko" else "en" if chosen == "en" else None


def wants_page(request: Request) -> bool:
    """Tell whether a person's browser asks, and not a program."""
    return "text/html" in request.headers.get("accept", "")


def _say(language: Language, key: str, /, **values: object) -> str:
    return say(key, language, **values)


def _reason(language: Language, removed: str) -> str:
    return reason(removed, language)


def link_for(request: Request, path: str, /, **query: object) -> str:
    """Return an address of ours that keeps the language that was chosen."""
    asked: dict[str, Any] = {key: value for key, value in query.items() if value}
    if chosen := _chosen(request):
        asked["lang"] = chosen
    path, hash_, fragment = path.partition("#")
    if asked:
        path += ("&" if "?" in path else "?") + urlencode(asked, doseq=True)
    return path + hash_ + fragment


def _translated(request: Request, language: Language) -> str:
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    path = request.scope["raw_path"].decode("latin-1")  # as it was asked for
    return f"{path}?{urlencode([*kept, ('lang', language)])}"
