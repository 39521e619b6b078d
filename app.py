"""The Gradio app's door: `python app.py` is `qa serve`, with its options."""

import sys

from qa.cli import default_index, main
from qa.web import open_app


def __getattr__(name: str) -> object:
    if name == "demo":  # opened when it is asked for, so that a missing index is one line below
        return open_app(default_index())
    raise AttributeError(name)


if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
