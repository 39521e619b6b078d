"""The Gradio app's door: `python app.py` serves the index that GEUNGEO_INDEX names."""

import sys

from index.errors import QAError
from qa.cli import default_index
from qa.web import open_app, serve


def __getattr__(name: str) -> object:
    if name == "demo":  # opened when it is asked for, so that a missing index is one line below
        return open_app(default_index())
    raise AttributeError(name)


if __name__ == "__main__":
    try:
        serve(default_index())
    except QAError as error:
        sys.exit(f"qa: {error}")
