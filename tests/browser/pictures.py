"""Photographs a report for the README: `python tests/browser/pictures.py out/.../report.html docs`."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SHOTS = {  # file: width, height, scheme
    "report.png": (1280, 1430, "light"),
    "report-phone.png": (390, 1430, "dark"),
}


def main(report: Path, folder: Path) -> None:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name, (width, height, scheme) in SHOTS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(report.resolve().as_uri())
            page.screenshot(path=folder / name)
        browser.close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
