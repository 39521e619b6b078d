"""The web chat: `serve` opens it over an index, `build_app` is the page itself."""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before Gradio is imported: it works offline

from qa.web.page import build_app
from qa.web.server import open_app, serve

__all__ = ["build_app", "open_app", "serve"]
