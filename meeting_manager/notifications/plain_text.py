"""A mail's HTML as plain text, for mails whose author wrote HTML alone."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LINES = frozenset(
	["p", "div", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "pre", "hr"]
)
PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "ul", "ol", "blockquote", "table"])
UNSEEN = frozenset({"style", "script", "title", "head"})
VOID = frozenset(
	["br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "base", "embed", "source", "track"]
)
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def plain_text(html: str) -> str:
	"""Return the words that are seen, with the address of each link behind its label."""
	reader = _Reader()
	reader.feed(html)
	reader.close()
	lines = (" ".join(line.split()) for line in "".join(reader.said).split("\n"))
	return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
	def __init__(self):
		super().__init__()
		self.said: list[str] = []
		self.unseen: list[str] = []
		"""Elements around what is not seen, the outermost first."""
		self.link = ("", 0)

	def handle_starttag(self, tag: str, attributes: list) -> None:
		values = dict(attributes)
		if self.unseen or tag in UNSEEN or HIDDEN.search(values.get("style") or ""):
			self.unseen += [] if tag in VOID else [tag]
			return
		if tag == "a":
			self.link = (values.get("href") or "", len(self.said))
		elif tag == "img":
			self.said.append(values.get("alt") or "")
		elif tag == "li":
			self.said.append("\n- ")
		elif tag == "br" or tag in LINES:
			self.said.append("\n")

	def handle_endtag(self, tag: str) -> None:
		if self.unseen:
			self._leave(tag)
		elif tag == "a":
			self._close_link()
		elif tag in ("td", "th"):
			self.said.append(" ")
		elif tag in LINES:
			self.said.append("\n\n" if tag in PARAGRAPHS else "\n")

	def _leave(self, tag: str) -> None:
		if tag in self.unseen:
			del self.unseen[len(self.unseen) - 1 - self.unseen[::-1].index(tag) :]

	def _close_link(self) -> None:
		address, begin = self.link
		label = " ".join("".join(self.said[begin:]).split())
		if address and address != label and not address.startswith(("mailto:", "tel:", "#")):
			self.said.append(f": {address}" if label else address)
		self.link = ("", 0)

	def handle_data(self, text: str) -> None:
		if not self.unseen:
			self.said.append(re.sub(r"\s+", " ", text))
