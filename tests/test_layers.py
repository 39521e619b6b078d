"""The architecture, as a list: what is lower never imports what is higher.

`LAYERS` is read from the bottom up. A module may import what stands in its own layer or before it,
as long as no circle arises; an import inside a function or for type checking counts like any other.
`name.*` stands for a package and everything in it. A new module fails the test until it has its
place here.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

LAYERS = {
    # index/: all that happens before a question
    "errors and offsets": ("index", "index.errors", "index.sourcemap"),
    "records": (
        "index.records",
        "index.report",
        "index.ranking",
        "index.corpora",
        "index.rules",
    ),
    "words and vectors": (
        "index.bodies",
        "index.english_dates",
        "index.tokens",
        "index.relative_dates",
        "index.threads",
        "index.encoder",
    ),
    "files to clean text": ("index.readers.*", "index.cleaning.*"),
    "clean text to passages": ("index.cutting", "index.passages"),
    "the two searches, and copies": ("index.lexical", "index.dense", "index.copies"),
    "the index on disk": (
        "index.database",
        "index.integrity",
        "index.roots",
        "index.catalog",
        "index.generation",
        "index.opening",
        "index.rows",
        "index.store",
        "index.writer",
        "index.health",
    ),
    "folder to index": (
        "index.pool",
        "index.config",
        "index.learned",
        "index.scan",
        "index.difference",
        "index.sync",
        "index.rehearsal",
        "index.build",
    ),
    # qa/: all that happens after
    "what is asked": (
        "qa.records",
        "qa.countries",
        "qa.topic",
        "qa.asking",
        "qa.courtesy",
        "qa.focus",
        "qa.phrases",
        "qa.antecedent",
        "qa.followup.*",
        "qa.question",
        "qa.period",
        "qa.condition",
    ),
    "what is found": (
        "qa.cache",
        "qa.duplicates",
        "qa.alignment",
        "qa.spelling",
        "qa.glossing.*",
        "qa.transliteration",
        "qa.fitting",
        "qa.retriever",
        "qa.continuity",
    ),
    "what is answered": (
        "qa.kinds",
        "qa.mismatch",
        "qa.quantities",
        "qa.figures",
        "qa.agreement",
        "qa.cells",
        "qa.matching",
        "qa.trees",
        "qa.models",
        "qa.sentences",
        "qa.accounts",
        "qa.evidence",
        "qa.spans.*",
        "qa.reference",
        "qa.causes",
        "qa.predicates",
        "qa.lists",
        "qa.thresholds",
        "qa.confidence",
        "qa.answerer",
        "qa.parts",
        "qa.verify",
    ),
    "the bot": ("qa.examples", "qa.related", "qa.bot", "qa.feedback"),
    "the nine names": ("qa",),
    "what is shown": ("qa.messages", "qa.reasons", "qa.progress", "qa.render", "qa.reporting"),
    "what it is worth": ("eval.*",),
    "web": ("qa.web.*",),
    "command": ("qa.cli",),
    "the app's door": ("app",),
}

# Run by hand to make what is kept here: they import what they like, and nothing imports them.
BESIDE_THEM = (
    "index.train",
    "index.training",
    "qa.lessons",
    "qa.train",
    "qa.learn",
    "qa.glossing.make",
    "eval.screenshots",
    "eval.reading_corpus",
    "eval.reading_templates",
)

# Slow to import, so imported where it is first needed, in the one module that owns it.
OWNERS = {
    "bm25s": {"eval.bm25"},
    "faiss": {"index.dense", "eval.speed"},
    "gradio": {"qa.web.*"},
    "haystack": {"eval.frameworks"},
    "ir_measures": {"eval.trec"},
    "kiwipiepy": {"index.tokens"},
    "langchain_classic": {"eval.frameworks"},
    "langchain_community": {"eval.frameworks"},
    "langchain_core": {"eval.frameworks"},
    "model2vec": set[str](),
    "olefile": {"index.readers.hwp"},
    "pypdfium2": {"index.readers.pdf"},
    "safetensors": {"index.encoder"},
    "scipy": {"index.lexical", "eval.encoding", "eval.confidence"},
    "sentence_transformers": {"index.encoder"},
    "tokenizers": {"index.encoder"},
    "torch": {"index.encoder"},
    "transformers": set[str](),
}
# The page of the web app cannot be written without Gradio; `qa.web` itself is imported when asked.
EAGER = {"qa.web.*"}

ROOT = Path(__file__).parent.parent
RANKS = {name: rank for rank, names in enumerate(LAYERS.values()) for name in names}


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


PATHS = {
    module_of(path): path
    for path in [
        ROOT / "app.py",
        *(p for r in ("index", "qa", "eval") for p in ROOT.glob(f"{r}/**/*.py")),
    ]
}
BESIDE = {name for name in PATHS if name.startswith(BESIDE_THEM)}
MODULES = sorted(PATHS.keys() - BESIDE)


def place(module: str) -> str | None:
    """The name under which `LAYERS` holds a module: its own, or that of its room."""
    rooms = (f"{module}.*", f"{module.rpartition('.')[0]}.*")
    return next((name for name in (module, *rooms) if name in RANKS), None)


@cache
def imports(module: str) -> tuple[tuple[str, bool], ...]:
    """All that a module imports, and whether that happens as soon as it is imported itself."""
    return tuple(_imports(ast.parse(PATHS[module].read_text(encoding="utf-8")), True))


def _imports(node: ast.AST, at_once: bool) -> Iterator[tuple[str, bool]]:
    if isinstance(node, ast.Import):
        yield from ((alias.name, at_once) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        assert node.module
        for alias in node.names:
            name = f"{node.module}.{alias.name}"
            yield name if name in PATHS else node.module, at_once
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or (
        isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ):
        at_once = False
    for child in ast.iter_child_nodes(node):
        yield from _imports(child, at_once)


def ours(module: str) -> set[str]:
    return {name for name, _ in imports(module) if name in PATHS} - {module}


def test_every_module_has_its_place_and_every_place_a_module() -> None:
    assert [module for module in MODULES if place(module) is None] == []
    assert RANKS.keys() - {place(module) for module in MODULES} == set()


@pytest.mark.parametrize("module", MODULES)
def test_lower_never_imports_higher(module: str) -> None:
    rank = RANKS[str(place(module))]
    higher = {name for name in ours(module) - BESIDE if RANKS[str(place(name))] > rank}
    assert higher == set()


def test_no_imports_run_in_a_circle() -> None:
    TopologicalSorter({module: ours(module) for module in MODULES}).prepare()


@pytest.mark.parametrize("module", MODULES)
def test_what_stands_beside_is_imported_by_nothing(module: str) -> None:
    assert ours(module) & BESIDE == set()


@pytest.mark.parametrize("module", sorted(PATHS))
def test_index_and_eval_are_never_imported_bare(module: str) -> None:
    """Bare, the two would hide a person's own `index`, and the builtin `eval`."""
    assert {"index", "eval"} & {name for name, _ in imports(module)} == set()


@pytest.mark.parametrize("module", MODULES)
def test_heavy_libraries_are_imported_late_and_only_by_their_owners(module: str) -> None:
    for name, at_once in imports(module):
        owners = OWNERS.get(name.partition(".")[0])
        if owners is not None:
            assert {module, place(module)} & owners, f"{name} is not for {module}"
            assert not at_once or place(module) in EAGER, f"{name} is imported before it is needed"


HEAVY = sorted({*OWNERS, "pandas", "scipy.stats"} - {"safetensors"})


@pytest.mark.parametrize("use", ["import qa", "from qa.cli import main; main(['--help'])"])
def test_nothing_heavy_is_imported_before_it_is_needed(use: str) -> None:
    script = (
        f"import atexit, sys\n"
        f"atexit.register(lambda: print('heavy:', [m for m in {HEAVY} if m in sys.modules]))\n"
        f"{use}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", cwd=ROOT, check=True
    )
    assert done.stdout.splitlines()[-1] == "heavy: []"
