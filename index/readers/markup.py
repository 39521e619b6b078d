"""HTML, and Markdown with HTML inside: tags cut, blocks found, every character kept in place.

The parser is the standard library's tokeniser, which knows where each tag stands and never nests,
so that a page nested ten thousand deep costs no more than a flat one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from index.readers.frontmatter import plain_line
from index.readers.markdown import is_table_rule
from index.records import Block, BlockKind, Removal
from index.sourcemap import Edit, MappedText, Span

# What no reader of the page sees as text, and what stands around its text.
_UNSEEN = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "object", "select", "textarea",
    "head", "audio", "video", "title",
))  # fmt: skip
_AROUND = frozenset(("nav", "aside", "footer", "dialog", "button"))
_SKIPPED = _UNSEEN | _AROUND
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr",
))  # fmt: skip
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:gnb|lnb|snb|nav|menu|footer|sidebar|related|recommend|popular|ranking|share|sns|"
    r"comments?|reply|banner|advert\w*|ads?|breadcrumbs?|copyright|cookie|popup|newsletter|tags|cmts?|widgets?|likes?|skip\w*|"
    r"author[_-](?:box|bio|info|card)|satis\w*|prev[_-]?next|pagination)(?:[\s_-]|$)",
    re.IGNORECASE,
)
# How much of a removed text the report shows.
EXCERPT = 80
# An article shorter than this is more likely a teaser than the page's main text.
MAIN_LENGTH = 200
# Text between two tags that is longer than this is no link of a menu.
_PROSE_LENGTH = 50
# A table's cell longer than this is no cell: the table lays out the page; nor is one that has half
# of it in so many parts.
CELL_LENGTH, _CELL_PARTS = 400, 5
# So many cells from above at most are part of a row.
REACHING = 8
_SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class _Open:
    """The block that is being read: its pieces in the source, and what it is."""

    kind: BlockKind = "text"
    level: int = 0
    pieces: list[Span] = field(default_factory=list)
    cells: list[list[Span]] = field(default_factory=list)
    header: bool = True
    reach: list[int] = field(default_factory=list)  # over how many rows each cell reaches


class MarkupParser(HTMLParser):
    """Walks over the markup once and collects blocks, metadata and what was skipped."""

    def __init__(
        self, text: MappedText, kept: frozenset[int] = frozenset(), *, whole: bool = False
    ) -> None:
        super().__init__(convert_charrefs=False)
        self.source = text
        self.whole = whole  # whether what stands around the page's text is read as text, too
        self.kept = kept  # where elements begin that should be skipped and are not
        self.skips: list[tuple[int, int]] = []  # where a skipped element begins, its text's length
        self.blocks: list[Block] = []
        self.removals: list[Removal] = []
        self.title = ""
        self.meta: dict[str, str] = {}
        self._lines = [0, *(m.end() for m in re.finditer("\n", text.text))]
        self._block = _Open()
        self._row: _Open | None = None
        self._above: list[tuple[int, MappedText]] = []  # cells that reach down, and how far still
        self._skip: list[str] = []
        self._skip_start = 0
        self._skip_length = 0
        self._code = False  # between a <script> that never ends and the next tag
        self._title_start: int | None = None
        self._data_start = 0
        # blocks of text outside of any tag, or with a drawn table: Markdown's own lines
        self.raw: set[int] = set()
        self.main: set[int] = set()  # blocks inside <article> or <main>
        self._depth = 0
        self._inside = 0

    def wrongly_skipped(self) -> frozenset[int]:
        """Return where elements begin that never ended, or that hold most of the page's text."""
        held = sum(len(block.text) for block in self.blocks)
        wrong = {start for start, length in self.skips if length > max(held, MAIN_LENGTH)}
        if self._skip:
            wrong.add(self._skip_start)
        return frozenset(wrong)

    def run(self) -> None:
        """Parse the whole text."""
        self.feed(self.source.text)
        self.close()
        self._until(len(self.source.text))
        self._end_row()
        self._end_block()

    def set_cdata_mode(self, elem: str, **how: Any) -> None:
        """Read what follows `<script>` as code, unless it never ends."""
        if not self._code:
            super().set_cdata_mode(elem, **how)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Return where `<![…>` ends; the standard library's own raises on one without a name."""
        end = self.rawdata.find(">", i)
        if end >= 0:
            self.unknown_decl(self.rawdata[i + 3 : end])
        return end + 1 or -1

    # -- where we are

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _until(self, here: int) -> None:
        """Take what stands between the last tag and `here` as text."""
        start, self._data_start = self._data_start, max(here, self._data_start)
        if start >= here or self._code:
            return
        if self._skip:
            length = len(self.source.text[start:here].strip())
            self._skip_length += length if length >= _PROSE_LENGTH else 0
            return
        cells = self._row.cells if self._row else None
        (cells[-1] if cells else self._block.pieces).append(Span(start, here))

    def _tag(self, length: int) -> int:
        here = self._here()
        self._until(here)
        self._code = False
        self._data_start = max(here + length, self._data_start)
        return here

    # -- the tokeniser's events

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a row, a cell, or begin to skip."""
        here = self._tag(len(self.get_starttag_text() or ""))
        if tag == "meta":
            self._note(dict(attrs))
        elif tag == "title" and self._title_start is None:
            self._title_start = self._data_start
        if self._skip:
            if tag == self._skip[0]:
                self._skip.append(tag)
        elif here in self.kept and tag in self.CDATA_CONTENT_ELEMENTS:
            self._code = True
        elif tag not in _VOID and here not in self.kept and _is_skipped(tag, attrs, self.whole):
            self._skip, self._skip_start, self._skip_length = [tag], here, 0
        else:
            self._open(tag, dict(attrs))  # ends the block before it, which is outside of the tag
            self._depth += tag not in _VOID
            self._inside += tag in ("article", "main")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Treat `<br/>` as `<br>`."""
        self._tag(len(self.get_starttag_text() or ""))
        if tag in _VOID and not self._skip:
            self._open(tag, {})

    def handle_endtag(self, tag: str) -> None:
        """Close what the tag closes."""
        here = self._here()
        end = self.source.text.find(">", here)
        self._tag((end + 1 if end >= 0 else len(self.source.text)) - here)
        if tag == "title" and self._title_start is not None and not self.title:
            self.title = plain_line(self.source.text[self._title_start : here])
        if self._skip:
            self._end_skip(tag)
            return
        self._close(tag)
        self._depth = max(0, self._depth - 1)
        self._inside = max(0, self._inside - (tag in ("article", "main")))

    def _end_skip(self, tag: str) -> None:
        if tag != self._skip[0]:
            return
        self._skip.pop()
        if self._skip:
            return
        self.skips.append((self._skip_start, 0 if tag in _SKIPPED else self._skip_length))
        text = self.source.slice(self._skip_start, self._data_start)
        if tag not in ("head", "title"):
            self.removals += removals(f"<{tag}>", [Block("text", text)])

    def handle_comment(self, data: str) -> None:
        """Cut a comment."""
        here = self._here()
        close = "-->" if self.source.text.startswith("<!--", here) else ">"
        end = self.source.text.find(close, here)
        self._tag((end + len(close) if end >= 0 else len(self.source.text)) - here)

    def handle_decl(self, decl: str) -> None:
        """Cut `<!doctype …>`."""
        here = self._here()
        end = self.source.text.find(">", here)
        self._tag((end + 1 if end >= 0 else len(self.source.text)) - here)

    def unknown_decl(self, data: str) -> None:
        """Cut `<![…]>`."""
        self.handle_decl(data)

    def handle_pi(self, data: str) -> None:
        """Cut `<?…>`."""
        self.handle_decl(data)

    # -- blocks

    def _open(self, tag: str, attrs: Mapping[str, str | None]) -> None:
        if tag == "tr":
            self._end_row()
            self._end_block()
            self._row = _Open("row")
        elif tag in ("td", "th") and self._row is not None:
            self._row.cells.append([])
            self._row.reach.append(_reach(attrs.get("rowspan")))
            self._row.header = self._row.header and tag == "th"
        elif tag not in _INLINE:
            self._part(tag)

    def _close(self, tag: str) -> None:
        if tag in ("tr", "table", "thead", "tbody"):
            self._end_row()
            self._above = self._above if tag == "tr" else []
        elif tag not in _INLINE:
            self._part("")

    def _part(self, tag: str) -> None:
        """End a block and begin that of `tag`; inside a cell, part its words."""
        if self._row is None:
            self._end_block()
            self._block = _Open(_kind_of(tag), _HEADINGS.get(tag, 0))
        elif self._row.cells:
            self._row.cells[-1].append(Span(self._data_start, self._data_start))

    def _end_block(self) -> None:
        block, self._block = self._block, _Open()
        text = self._text(block.pieces)
        if text.text:
            raw = block.kind == "text" and (not self._depth or _holds_table(text.text))
            if raw:
                self.raw.add(len(self.blocks))
            self._add(Block(block.kind, text if raw else one_line(text), block.level))

    def _add(self, block: Block) -> None:
        if self._inside:
            self.main.add(len(self.blocks))
        self.blocks.append(block)

    def _end_row(self) -> None:
        row, self._row = self._row, None
        if row is None:
            return
        cells = [[one_line(self._text(part)) for part in _parted(cell)] for cell in row.cells]
        if any(map(_is_layout, cells)):
            for text in (part for cell in cells for part in cell if part.text):
                self._add(Block("text", text))
            return
        texts = [MappedText.joined([p for p in cell if p.text], " ") for cell in cells]
        if any(text.text for text in texts):
            kind: BlockKind = "header" if row.header else "row"
            # in front, as they stand in the file, whatever their column
            above = [text for _, text in self._above]
            self._add(Block(kind, MappedText.joined([*above, *texts], "\t")))
        reaching = [*self._above, *zip(row.reach, texts, strict=True)]
        self._above = [(rows - 1, text) for rows, text in reaching if rows > 1 and text.text]
        self._above = self._above[:REACHING]

    def _text(self, pieces: list[Span]) -> MappedText:
        return MappedText.joined([self.source.slice(*piece) for piece in pieces], "").stripped()

    def _note(self, attrs: dict[str, str | None]) -> None:
        name = attrs.get("property") or attrs.get("name")
        if name and attrs.get("content"):
            self.meta.setdefault(name.lower(), str(attrs["content"]))


def _is_skipped(tag: str, attrs: list[tuple[str, str | None]], whole: bool) -> bool:
    if tag in (_UNSEEN if whole else _SKIPPED):
        return True
    if tag in ("html", "body", "main", "article"):
        return False
    return any(
        name == "hidden"
        or (name == "style" and _HIDDEN.search(value or ""))
        or (name in ("class", "id") and not whole and _ASIDE.search(value or ""))
        for name, value in attrs
    )


def _holds_table(text: str) -> bool:
    """Tell whether a text holds the rule below the header of a table drawn with bars."""
    return "|" in text and any(map(is_table_rule, text.splitlines()))


def _is_layout(cell: Sequence[MappedText]) -> bool:
    """Tell whether a cell holds part of the page, by its parts: no table has so much in one."""
    longest, whole = max(map(len, cell), default=0), sum(map(len, cell))
    return longest > CELL_LENGTH or (len(cell) >= _CELL_PARTS and whole > CELL_LENGTH / 2)


def _parted(pieces: list[Span]) -> list[list[Span]]:
    """Return `pieces` in groups, parted where a block begins or ends: at an empty piece."""
    groups: list[list[Span]] = [[]]
    for piece in pieces:
        if piece.start == piece.end:
            groups.append([])
        else:
            groups[-1].append(piece)
    return groups


def _reach(rows: str | None) -> int:
    """Return over how many rows a cell reaches; 0, all that are left, counts as one."""
    digits = (rows or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 1


def _kind_of(tag: str) -> BlockKind:
    kinds: dict[str, BlockKind] = {"li": "item", "dd": "item", "caption": "caption"}
    return "heading" if tag in _HEADINGS else kinds.get(tag, "text")


def one_line(text: MappedText) -> MappedText:
    """Return `text` with each run of white space as one space."""
    runs = (m for m in _SPACES.finditer(text.text) if m[0] != " ")
    return text.edit(Edit(m.start(), m.end(), " ") for m in runs).stripped()


def removals(reason: str, blocks: Iterable[Block]) -> Iterable[Removal]:
    """Yield a removal for each block."""
    for block in blocks:
        spans = block.text.spans()
        if spans:
            yield Removal(reason, spans[0].start, spans[-1].end, block.text.text[:EXCERPT])
