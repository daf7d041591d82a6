"""A real browser, driven without a window: it loads a page at several widths and says what it sees, or prints it.

Without a browser these tests skip and say so; where `CI` is set a missing one fails.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = (360, 820, 1280)
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
           "--disable-background-networking", "--enable-logging=stderr", "--log-level=0")  # fmt: skip
PROBE = """
<script>
addEventListener("error", problem => errors.push(problem.message));
const errors = [];
addEventListener("load", () => {
  const all = [...document.querySelectorAll("*")];
  const inside = element => element.closest(".wide") !== null;
  parent.postMessage({
    width: innerWidth,
    needed: document.documentElement.scrollWidth,
    requests: performance.getEntriesByType("resource").map(one => one.name),
    over: all.filter(one => !inside(one) && one.getBoundingClientRect().right > innerWidth + 1).map(one => one.tagName),
    small: [...document.querySelectorAll("p, td, th, li, dd, dt")].filter(
      one => parseFloat(getComputedStyle(one).fontSize) < 12).map(one => one.textContent),
    scripts: document.scripts.length,
    errors,
  }, "*");
});
</script>
"""
FRAMES = """<!DOCTYPE html><meta charset="utf-8"><pre id="said"></pre>
<script>
const said = [];
addEventListener("message", event => {
  said.push(event.data);
  document.getElementById("said").textContent = JSON.stringify(said);
});
</script>
"""


Seen = Mapping[int, dict[str, Any]]
"""What a page says of itself at each width."""


@dataclass(frozen=True)
class Printed:
    """A page as PDF: the words of each sheet, and the size of all in points."""

    sheets: list[str]
    size: tuple[float, float]


@dataclass(frozen=True)
class Browser:
    """A browser without a window."""

    program: str
    folder: Path

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        profile = self.folder / "profile"
        return subprocess.run(
            [self.program, *OPTIONS, f"--user-data-dir={profile}", *arguments],
            capture_output=True, check=True, timeout=120,
        )  # fmt: skip

    def seen(self, page: Path) -> Seen:
        """Return what a page says of itself at each width, with what was written to the console."""
        probed = self.folder / "probed.html"
        text = page.read_text(encoding="utf-8")
        probed.write_text(text.replace("<head>", f"<head>{PROBE}", 1), encoding="utf-8")
        frames = "".join(f'<iframe src="probed.html" width="{width}" height="900"></iframe>' for width in WIDTHS)
        (self.folder / "frames.html").write_text(FRAMES + frames, encoding="utf-8")
        done = self._run("--virtual-time-budget=5000", "--dump-dom", (self.folder / "frames.html").as_uri())
        found = re.search(r'<pre id="said">(.*?)</pre>', done.stdout.decode("utf-8"), re.S)
        assert found, done.stderr.decode("utf-8", "replace")
        console = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if ":CONSOLE" in line]
        return {one["width"]: {**one, "console": console} for one in json.loads(html.unescape(found[1]))}

    def asked(self, page: Path, script: str) -> Any:
        """Return what a script gives that is run in the page when it has loaded; it may be a promise."""
        probed = self.folder / "asked.html"
        ask = (
            "<script>addEventListener('load', async () => { const found = JSON.stringify(await (async () => {"
            f"{script}"
            "})()); const said = document.createElement('pre'); said.id = 'said'; said.textContent = found;"
            "document.body.append(said); });</script>"
        )
        text = page.read_text(encoding="utf-8")
        # A replacement by a function: nothing in a script is taken for a reference.
        probed.write_text(re.sub("</body>", lambda _: f"{ask}</body>", text, count=1), encoding="utf-8")
        done = self._run("--virtual-time-budget=20000", "--dump-dom", probed.as_uri())
        found = re.search(r'<pre id="said">(.*?)</pre>', done.stdout.decode("utf-8"), re.S)
        assert found, done.stderr.decode("utf-8", "replace")
        return json.loads(html.unescape(found[1]))

    def printed(self, page: Path) -> Printed:
        """Return a page as it is printed."""
        pdf = self.folder / "printed.pdf"
        self._run("--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri())
        about = subprocess.run(["pdfinfo", pdf], capture_output=True, check=True).stdout.decode("utf-8")
        sheets = int(re.search(r"^Pages:\s+(\d+)", about, re.M)[1])  # type: ignore[index]
        size = re.search(r"^Page size:\s+([\d.]+) x ([\d.]+)", about, re.M)
        assert size
        return Printed([_words(pdf, number) for number in range(1, sheets + 1)], (float(size[1]), float(size[2])))


def _words(pdf: Path, number: int) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", "-f", f"{number}", "-l", f"{number}", pdf, "-"], capture_output=True, check=True
    )
    return done.stdout.decode("utf-8")


def _needed(names: tuple[str, ...]) -> str:
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        said = f"none of {', '.join(names)} is installed (apt-get install chromium poppler-utils)"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return found


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """A browser, with poppler's programs for what it prints."""
    _needed(("pdfinfo",))
    return Browser(_needed(BROWSERS), tmp_path_factory.mktemp("browser"))


Axe = Callable[[Path], list[str]]


@pytest.fixture
def axe(browser: Browser) -> Axe:
    """Name the faults that axe-core finds on a page; `AXE` is the path of its axe.min.js."""
    named = os.environ.get("AXE")
    if not named:
        pytest.skip("AXE names no axe.min.js (npm pack axe-core)")
    script = Path(named).read_text(encoding="utf-8").replace("</script", "<\\/script")

    def faults(page: Path) -> list[str]:
        found = browser.asked(page, f"{script}; return (await axe.run()).violations;")
        return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]

    return faults
