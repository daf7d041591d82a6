"""The pictures of a report on the sample, docs/report.png and its upper part, taken by a browser without a window.

    python docs/picture.py            with chromium installed, in every language of the pages

They are not held against anything: another browser or font makes other dots.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 820
HEIGHTS = {"report.png": 1640, "report-top.png": 606}
SECTIONS = ("--sections", "month,scorecard,comparison,charts")
REPORTS = {
    "docs": (
        "sample_data/monthly", "sample_data/monthly_2012", "--targets", "configs/targets-county.yaml",
        "--issuer", "County Statistics Office", "--lang", "en",
    ),
    "docs/zh": (
        "sample_data/monthly_zh", "sample_data/monthly_2012_zh", "--targets", "configs/targets-county-zh.yaml",
        "--issuer", "县统计局", "--lang", "zh",
    ),
}  # fmt: skip
"""The folder of the pictures, and what the report is made of."""


def main() -> None:
    """Make the pages and take their pictures."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        for place, words in REPORTS.items():
            command = [sys.executable, "-m", "popcalc", "report", *words, *SECTIONS, "-q", "-o", str(page)]
            subprocess.run(command, check=True, cwd=ROOT)
            for name, height in HEIGHTS.items():
                picture(page, ROOT / place / name, height)


def picture(page: Path, file: Path, height: int) -> None:
    """Take a picture of the page down to a height."""
    subprocess.run(
        [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            f"--window-size={WIDTH},{height}", f"--screenshot={file}", page.as_uri(),
        ],
        check=True, capture_output=True,
    )  # fmt: skip


if __name__ == "__main__":
    main()
