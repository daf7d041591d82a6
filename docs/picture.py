"""The picture of a report on the sample, docs/report.png, taken by a browser without a window.

    python docs/picture.py            with chromium installed

It is not held against anything: another browser or font makes other dots.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "report.png"
WIDTH, HEIGHT = 820, 1640
REPORT = (
    "report", "sample_data/monthly", "sample_data/monthly_2012", "--targets", "configs/targets-county.yaml",
    "--issuer", "County Statistics Office", "--lang", "en", "-q", "--sections", "month,scorecard,comparison,charts",
)  # fmt: skip


def main() -> None:
    """Make the page and take its picture."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        subprocess.run([sys.executable, "-m", "popcalc", *REPORT, "-o", str(page)], check=True, cwd=ROOT)
        subprocess.run(
            [
                "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={PICTURE}", page.as_uri(),
            ],
            check=True, capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
