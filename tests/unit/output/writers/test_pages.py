"""html: a whole page, well formed, with every cell of the table and nothing from outside."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from popcalc.record_columns import RecordColumns
from popcalc.records import Results

of_frame = RecordColumns.of_frame
Render = Callable[..., str]
NASTY = r"""<script>alert("x")</script> & 'quoted' {{ 7 * 7 }} ="""
VOID = {"meta", "br"}


class Page(HTMLParser):
    """The texts of a page by the element they stand in, and whether every element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open:
            self.texts.append((self.open[-1], data.strip()))

    def of(self, tag: str) -> list[str]:
        return [text for where, text in self.texts if where == tag]


def test_a_page_is_whole_and_says_its_language_and_title(towns: Results, rendered: Render) -> None:
    shown = rendered(towns, "html")
    page = Page(shown)
    assert shown.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert '<meta charset="utf-8">' in shown
    assert page.open == []
    assert page.of("title") == page.of("h1")
    assert page.of("h1")[0].startswith("By town, 2013H1")
    assert not re.search(r"https?:|<script|<link|@import|url\(", shown), "something from outside"


def test_every_cell_and_note_of_the_table_stands_on_the_page(towns: Results, rendered: Render) -> None:
    page = Page(rendered(towns, "html"))
    for cell in ("233 a", "13.21 a", "-1.58", "100.09 b", "– c", "12,333,333.40"):
        assert cell in page.of("td")
    assert "河口镇" in page.of("th")
    assert "c  no figure: its denominator is zero" in page.of("p")


def test_a_name_is_text_whatever_it_looks_like(towns: Results, rendered: Render) -> None:
    names = towns.frame["area_name"].where(towns.frame["area"] != "320803102", NASTY)
    shown = rendered(replace(towns, columns=of_frame(towns.frame.assign(area_name=names))), "html")
    assert NASTY in Page(shown).of("th")
    assert "<script" not in shown
    assert html.escape("{{ 7 * 7 }}") in shown


@pytest.mark.parametrize("layout", ["long", "wide", "periods"])
def test_every_layout_has_a_page(towns: Results, rendered: Render, layout: str) -> None:
    assert len(Page(rendered(towns, "html", layout=layout)).of("td")) >= 12
