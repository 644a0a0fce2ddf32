"""Pictures of mails in light and dark, wide and narrow, and a page that shows them."""

from __future__ import annotations

import shutil
from html import escape
from itertools import groupby
from pathlib import Path

SCHEMES = ("light", "dark")
WIDTHS = (600, 375)
HEAD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Mails</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color-scheme: light dark; }
section { display: flex; gap: 1rem; align-items: flex-start; overflow-x: auto; }
img, iframe { border: 1px solid #8888; flex: none; }
iframe { width: 600px; height: 900px; }
</style>
<h1>Mails</h1>
"""


def take_pictures(folder: Path, names: list[str]) -> str | None:
	"""Write `<name>-<scheme>-<width>.png` beside each `<name>.html`; return what is missing for it, if anything is."""
	try:
		from playwright.sync_api import sync_playwright
	except ImportError:
		return "Playwright is not installed (it comes with ./test)"
	chromium = shutil.which("chromium") or shutil.which("chromium-browser")
	if not chromium:
		return "no chromium was found on this machine"
	with sync_playwright() as tools:
		browser = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
		for scheme in SCHEMES:
			for width in WIDTHS:
				_take(browser, folder, names, scheme, width)
		browser.close()
	return None


def _take(browser, folder: Path, names: list[str], scheme: str, width: int) -> None:
	page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 600})
	for name in names:
		page.goto((folder / f"{name}.html").as_uri())
		page.screenshot(path=folder / picture(name, scheme, width), full_page=True)
	page.close()


def picture(name: str, scheme: str, width: int) -> str:
	return f"{name}-{scheme}-{width}.png"


def write_index(folder: Path, mails: list[dict]) -> None:
	ordered = sorted(mails, key=lambda mail: (mail["language"], mail["name"]))
	parts = [HEAD]
	for (language, story), group in groupby(ordered, key=lambda mail: (mail["language"], mail["story"])):
		parts.append(f"<h2>{escape(language)}: {escape(story)}</h2>\n")
		parts += [_show(folder, mail) for mail in group]
	(folder / "index.html").write_text("".join(parts), encoding="utf-8")


def _show(folder: Path, mail: dict) -> str:
	name = mail["name"]
	files = [picture(name, scheme, width) for scheme in SCHEMES for width in WIDTHS]
	seen = [
		f'<img src="{escape(file)}" alt="" loading="lazy">\n' for file in files if (folder / file).exists()
	]
	looks = "".join(seen) or f'<iframe src="{escape(name)}.html" sandbox></iframe>\n'
	return (
		f"<h3>{escape(mail['occasion'])}, to the {escape(mail['to'].lower())}</h3>\n"
		f'<p>{escape(mail["subject"])} · <a href="{escape(name)}.html">HTML</a> · '
		f'<a href="{escape(name)}.txt">Text</a></p>\n<section>\n{looks}</section>\n'
	)
