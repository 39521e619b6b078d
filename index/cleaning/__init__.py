"""What a reader yields, cleaned: the article's own text, each piece with one role.

Every step drops blocks or cuts characters and says why; none writes a character of its own.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from index.cleaning.boilerplate import boilerplate, is_site, office_boilerplate, site_lines
from index.cleaning.broken import mended
from index.cleaning.bylines import described
from index.cleaning.cells import with_rows
from index.cleaning.columns import with_columns, with_whole_rows, with_words
from index.cleaning.figures import with_figures
from index.cleaning.footnotes import with_notes_behind
from index.cleaning.joints import rejoined
from index.cleaning.lines import is_prose
from index.cleaning.pages import drawn_lines, footnote_marks, page_furniture
from index.cleaning.recurring import around, edge_lines
from index.cleaning.repeats import repeats
from index.cleaning.structure import captioned, marked, structured, with_points, without_marks
from index.cleaning.titles import goes_on_below, is_byline, title_line
from index.cleaning.unwrap import over_pages, unwrapped
from index.cleaning.wrapping import Wrapping, wrapping
from index.readers.markup import removals
from index.records import Block, Metadata, Reading, Removal
from index.rules import NO_RULES, Rules
from index.sourcemap import MappedText

# Zero-width and soft characters, which a title is searched and compared without.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\xad"))

# What a release says its title is.
_NAMED = re.compile(r"^제목\s?(?:[:：]\s?|\s)(?=\S)")
# A point above the text is a subtitle: ◆ 7월 말까지 신청.
_POINT = re.compile(r"[□○●◯◦◇◆❍ㅇ※*•∙-]")

_TITLE = 60  # characters of a title made of the text, at most; its first sentence where so short
_SENTENCE = re.compile(rf".{{7,{_TITLE - 2}}}?다\.(?=\s)")


def clean(reading: Reading, rules: Rules = NO_RULES) -> Reading:
    """Return `reading` without menus, repeats and page furniture, its lines rejoined.

    What was removed is added to `removals`; missing metadata are taken from the lines.

    Args:
        reading: as a reader yields it.
        rules: what is told of the file. Page numbers, running heads and footnote marks go in any
            case, for the lines around them are rejoined.
    """
    section = reading.before is not None  # of a long text, whose edges are no page's
    rules = replace(rules, keep_all=True) if section else rules
    if reading.locator == "record":  # a table of records has nothing around it
        return replace(reading, metadata=rules.described(reading.metadata))
    reading = replace(reading, blocks=tuple(with_points(reading.blocks)))
    if reading.locator == "page":  # the reader saw which lines belong together
        joined = rejoined(reading.blocks, reading.source)
        reading = replace(reading, blocks=tuple(joined))
    found = reading.metadata if section else described(reading.metadata, reading.blocks)
    metadata = rules.described(found)
    if reading.hard:
        reading = replace(reading, blocks=tuple(with_rows(with_columns(reading.blocks))))
    raw = [block for block in reading.blocks if block.kind == "text"]
    how = wrapping(raw) if reading.hard else Wrapping()
    if reading.hard and not how.columns:
        reading = replace(reading, blocks=tuple(mended(reading.blocks, reading.source)))
    reading = _without_told(
        reading, rules, metadata.source or rules.place, web=not (how.columns or section)
    )
    if how.columns:
        blocks, removed = _clean_pages(reading, how, rules)
        metadata = _titled(metadata, blocks, _heads_above(removed, blocks))
    elif reading.locator in ("paragraph", "page"):
        reasons = rules.allowed(office_boilerplate(reading.blocks), reading.blocks)
        blocks, removed = _without(reading.blocks, reasons)
        blocks = marked(blocks)
        metadata = _office_titled(metadata, blocks)
    else:
        reasons = rules.allowed(boilerplate(reading.blocks), reading.blocks)
        blocks, removed = _without(reading.blocks, reasons)
        metadata = _titled(metadata, blocks) if reading.hard else metadata
        blocks = structured(_tabled(blocks)) if reading.hard else marked(blocks)
    blocks, repeated = _without(blocks, rules.allowed(repeats(blocks), blocks))
    removed += repeated
    if not metadata.title:
        metadata = replace(metadata, title=_title(blocks))
    metadata = replace(metadata, title=metadata.title.translate(_UNSEEN))
    return replace(
        reading,
        blocks=tuple(captioned(blocks)),
        metadata=metadata,
        removals=(*reading.removals, *removed),
    )


def _without_told(reading: Reading, rules: Rules, source: str, *, web: bool) -> Reading:
    """Return `reading` without the lines that a person listed, or that its source repeats.

    Only a page of a site is asked for what repeats: office files and PDF have nothing around them.
    """
    edges = edge_lines(reading.blocks) if web and reading.locator == "text" else {}
    learned = rules.learned.get(source, frozenset()).intersection(edges.values())
    again = rules.allowed(around(reading.blocks, edges, learned), reading.blocks)
    blocks, removed = _without(reading.blocks, again | rules.listed(reading.blocks))
    return replace(
        reading,
        blocks=tuple(blocks),
        removals=(*reading.removals, *removed),
        edges=frozenset(edges.values()),
        learned=learned,
    )


def _tabled(lines: Sequence[Block]) -> list[Block]:
    """Return the lines of an article, what stands around it gone, with more of its tables in rows.

    Rules for what stands around it look at lines as they are: rows of figures may be part of it.
    """
    return with_whole_rows(with_figures(with_words(lines)))


def _clean_pages(
    reading: Reading, how: Wrapping, rules: Rules
) -> tuple[list[Block], list[Removal]]:
    site = is_site(reading.blocks)
    menus = rules.allowed(site_lines(reading.blocks), reading.blocks) if site else {}
    furniture = {**menus, **page_furniture(reading.blocks)}
    drawn = drawn_lines(reading.blocks)
    kept, removed = _without(reading.blocks, drawn | furniture)
    first = _behind(furniture, (i for i in range(len(reading.blocks)) if i not in drawn))
    pages = with_notes_behind(kept, first, how)
    lines = over_pages(*pages, how, reading.source)
    blocks = unwrapped(_tabled(lines), how, reading.source)
    marks = footnote_marks([block.text.text for block in blocks])
    for i, spans in enumerate(marks):
        if spans:
            cut = (Block("text", blocks[i].text.slice(*span)) for span in spans)
            removed += removals("footnote mark", cut)
            blocks[i] = replace(blocks[i], text=blocks[i].text.cut(spans))
    if site:
        blocks, around_it = _without_site(blocks, rules)
        removed += around_it
    return blocks, removed


def _behind(gone: Container[int], lines: Iterable[int]) -> set[int]:
    """Return which of the `lines` that are left stand right behind one that is gone."""
    found, at = set[int](), 0
    for i in lines:
        if i in gone:
            found.add(at)
        else:
            at += 1
    return found


def _without_site(blocks: Sequence[Block], rules: Rules) -> tuple[list[Block], list[Removal]]:
    """Return the paragraphs of a wrapped text without what a site puts around them.

    Above and below the article what seems to be a heading may be a menu.
    """
    prose = [i for i, block in enumerate(blocks) if is_prose(block.text.text)] or [0]
    inside = range(prose[0], prose[-1] + 1)
    loose = [
        replace(block, kind="text") if block.kind == "heading" and i not in inside else block
        for i, block in enumerate(blocks)
    ]
    return _without(blocks, rules.allowed(boilerplate(loose), blocks))


def _without(
    blocks: Sequence[Block], reasons: Mapping[int, str]
) -> tuple[list[Block], list[Removal]]:
    removed: list[Removal] = []
    for i, reason in sorted(reasons.items()):
        removed += removals(reason, [blocks[i]])
    return [block for i, block in enumerate(blocks) if i not in reasons], removed


def _heads_above(removed: Sequence[Removal], blocks: Sequence[Block]) -> list[str]:
    """Return the running heads above the first sentence: a report's own title may be one."""
    prose = next((block for block in blocks if is_prose(block.text.text)), None)
    start = prose.text.origin.starts[0] if prose else 0
    heads = (r for r in removed if r.reason == "running head" and r.start < start)
    return list(dict.fromkeys(" ".join(head.excerpt.split()) for head in heads))


def _titled(metadata: Metadata, blocks: Sequence[Block], heads: Sequence[str] = ()) -> Metadata:
    """Return `metadata` with the likeliest of the lines above the first sentence as title."""
    texts = [*heads, *(" ".join(block.text.text.split()) for block in blocks)]
    points = [False] * len(heads) + [block.kind == "item" for block in blocks]
    said = (i for i, text in enumerate(texts) if is_prose(text) and not is_byline(text))
    first = next(said, 0)
    above = [i for i in range(first) if not points[i] and not _POINT.match(texts[i])]
    line = title_line(texts, above)
    if line < 0 or metadata.title:
        return metadata
    title = without_marks(MappedText.of(texts[line])).text
    if line + 1 in above and goes_on_below(texts, line):
        title = f"{title} {texts[line + 1]}"
    return replace(metadata, title=_NAMED.sub("", title))


def _office_titled(metadata: Metadata, blocks: Sequence[Block]) -> Metadata:
    """Return `metadata` with the first heading as title, or the likeliest line above the text."""
    if metadata.title:
        return metadata
    texts = [" ".join(block.text.text.split()) for block in blocks]
    first = next((i for i, text in enumerate(texts) if is_prose(text)), len(texts))
    headings = [i for i in range(first) if blocks[i].kind == "heading"]
    above = [i for i in range(first) if blocks[i].kind == "text"]
    line = headings[0] if headings else title_line(texts, above)
    return replace(metadata, title=texts[line]) if line >= 0 else metadata


def _title(blocks: Iterable[Block]) -> str:
    """Return the beginning of the text, as the title of a document that has none.

    The first sentence where it is short enough, else as many whole words as are.
    """
    text = next((" ".join(block.text.text.split()) for block in blocks), "")
    if len(text) <= _TITLE:
        return text
    if sentence := _SENTENCE.match(text):
        return sentence[0]
    begun = text[: _TITLE - 1]
    return (begun.rpartition(" ")[0].rstrip(" ,·") or begun) + "…"
