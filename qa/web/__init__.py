"""The web: `serve` opens the site over an index, `site` is the site, `build_app` its chat."""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before Gradio is imported: it works offline

from qa.web.journal import Journal
from qa.web.page import build_app
from qa.web.password import Password
from qa.web.server import open_app, serve, site

__all__ = ["Journal", "Password", "build_app", "open_app", "serve", "site"]
