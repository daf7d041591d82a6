"""Pages of HTML as tests read them: tables as rows of words, and every element that there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

SKIPPED = ("style", "title")


@dataclass
class Page:
    """What stands on a page."""

    tables: list[list[list[str]]] = field(default_factory=list)
    """Tables as rows of the words of their cells, headings too; one that spans columns or rows stands once."""
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    by_class: dict[str, list[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All words, with single blanks."""
        return " ".join(" ".join(self.words).split())

    def table_of(self, heading: str) -> list[list[str]]:
        """Return the first table that has a heading in any cell."""
        return next(table for table in self.tables if any(heading in cell for row in table for cell in row))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.open: list[str] = []
        self.classes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.elements.append((tag, dict(attrs)))
        if tag in ("meta", "br", "use"):
            return
        self.open.append(tag)
        self.classes.append(dict(attrs).get("class") or "")
        if tag == "table":
            self.page.tables.append([])
        elif tag == "tr":
            self.page.tables[-1].append([])
        elif tag in ("td", "th"):
            self.page.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            self.classes.pop()
        if self.classes:
            self.classes.pop()

    def handle_data(self, data: str) -> None:
        if not data.strip() or any(tag in SKIPPED for tag in self.open):
            return
        self.page.words.append(data)
        if self.classes and self.classes[-1]:
            self.page.by_class.setdefault(self.classes[-1], []).append(data.strip())
        if any(tag in ("td", "th") for tag in self.open):
            row = self.page.tables[-1][-1]
            row[-1] = " ".join(f"{row[-1]} {data}".split())


def read_page(html: str) -> Page:
    """Return what stands on a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page
