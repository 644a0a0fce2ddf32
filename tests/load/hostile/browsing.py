"""Chromium on the pages of a site, watching for what a guest's text must never do there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.load import servers
from tests.site.hosts import BENCH_SITE
from tests.site.injected_mail import canary

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SUSPECTS = """(canary) => [...document.querySelectorAll('*')].filter((element) =>
	(element.tagName === 'SCRIPT' && element.textContent.includes('mmhit()')) ||
	[...element.attributes].some(({name, value}) =>
		(name.startsWith('on') && value.includes('mmhit')) || name === 'srcdoc' ||
		(name === 'style' && value.includes(canary)) ||
		(['href', 'src', 'action', 'formaction', 'data', 'content'].includes(name) &&
			['javascript:', 'vbscript:', 'data:text/html', canary].some((start) => value.trim().toLowerCase().startsWith(start))))
).map((element) => element.outerHTML.slice(0, 200))"""
"""Elements that a payload has become."""


@dataclass
class Watched:
	"""
	:param page: of Playwright, at the site's address.
	:param canary: the address that payloads lead to.
	:param asked: what was asked for there.
	:param hits: whatever a payload's script did: calls of `mmhit`, dialogs.
	"""

	page: object
	address: str
	canary: str
	asked: list[str]
	hits: list[str] = field(default_factory=list)
	looked_at: int = 0

	def open(self, path: str) -> None:
		self.page.goto(self.address + path, wait_until="load")
		self.look(path)

	def send(self, path: str, values: dict[str, str]) -> None:
		"""Post a form as a browser does, and look at the page that comes of it."""
		script = """([path, values]) => {
			const form = Object.assign(document.createElement('form'), {method: 'post', action: path});
			for (const [name, value] of Object.entries(values))
				form.append(Object.assign(document.createElement('textarea'), {name, value}));
			document.body.append(form);
			form.submit();
		}"""
		with self.page.expect_navigation(wait_until="load"):
			self.page.evaluate(script, [path, values])
		self.look(f"POST {path} {json.dumps(values)[:300]}")

	def look(self, place: str) -> None:
		self.looked_at += 1
		suspects = self.page.evaluate(SUSPECTS, self.canary)
		assert (suspects, self.hits, self.asked) == ([], [], []), place


@contextmanager
def watched(site: str) -> Iterator[Watched]:
	from playwright.sync_api import sync_playwright

	with serving(site) as address, canary() as (trap, asked), sync_playwright() as tools:
		browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
		context = browser.new_context(extra_http_headers={"X-Frappe-Site-Name": site})
		context.set_default_timeout(60_000)
		page = context.new_page()
		found = Watched(page, address, trap, asked)
		context.expose_function("mmhit", lambda *_arguments: found.hits.append("script"))
		page.on("dialog", lambda dialog: (found.hits.append(dialog.message), dialog.dismiss()))
		host = urlsplit(trap).netloc
		page.on(
			"request",
			lambda request: found.hits.append(request.url) if host == urlsplit(request.url).netloc else None,
		)
		try:
			yield found
		finally:
			browser.close()


@contextmanager
def serving(site: str) -> Iterator[str]:
	"""The address of the site with its scripts and styles."""
	if not BENCH_SITE:
		with servers.usual_server(site) as server:
			yield f"http://{server.guests.host}"
		return
	port = servers.free_port()
	command = [*servers.gunicorn(port)[:-1], "frappe.app:application_with_statics()"]
	with servers.running(command, port, site, {}) as server:
		yield f"http://{server.guests.host}"
