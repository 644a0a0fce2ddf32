"""A mail's HTML as plain text, for mails whose author wrote HTML alone."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LINES = frozenset(
	{
		"p",
		"div",
		"tr",
		"li",
		"h1",
		"h2",
		"h3",
		"h4",
		"h5",
		"h6",
		"ul",
		"ol",
		"blockquote",
		"table",
		"pre",
		"hr",
	}
)
PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "ul", "ol", "blockquote", "table"])
UNSEEN = frozenset({"style", "script", "title", "head"})
VOID = frozenset(
	["br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "base", "embed", "source", "track"]
)
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def plain_text(html: str) -> str:
	"""Return the words that are seen; behind each link's label its address in angle brackets (RFC 3986, appendix C)."""
	reader = _Reader()
	reader.feed(html)
	reader.close()
	lines = (" ".join(line.split()) for line in "".join(reader.said).split("\n"))
	return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
	def __init__(self):
		super().__init__()
		self.said: list[str] = []
		self.breaks = 0
		"""Ends of lines to come before the next word."""
		self.unseen: list[str] = []
		"""Elements around what is not seen, the outermost first."""
		self.link = ("", 0)

	def handle_starttag(self, tag: str, attributes: list) -> None:
		values = dict(attributes)
		if self.unseen or tag in UNSEEN or HIDDEN.search(values.get("style") or ""):
			self.unseen += [] if tag in VOID else [tag]
		elif tag == "a":
			self.link = (values.get("href") or "", len(self.said))
		elif tag == "img":
			self._say(values.get("alt") or "")
		elif tag == "br":
			self.breaks += 1
		elif tag in LINES:
			self._end_line(tag)
			self._say("- " if tag == "li" else "")

	def handle_endtag(self, tag: str) -> None:
		if self.unseen:
			self._leave(tag)
		elif tag == "a":
			self._close_link()
		elif tag in ("td", "th"):
			self._say(" ")
		elif tag in LINES:
			self._end_line(tag)

	def handle_data(self, text: str) -> None:
		if not self.unseen:
			self._say(re.sub(r"\s+", " ", text))

	def _say(self, text: str) -> None:
		if text.strip():
			self.said.append("\n" * self.breaks + text)
			self.breaks = 0
		elif not self.breaks:
			self.said.append(text)

	def _end_line(self, tag: str) -> None:
		self.breaks = max(self.breaks, 2 if tag in PARAGRAPHS else 1)

	def _leave(self, tag: str) -> None:
		if tag in self.unseen:
			del self.unseen[len(self.unseen) - 1 - self.unseen[::-1].index(tag) :]

	def _close_link(self) -> None:
		address, begin = self.link
		label = " ".join("".join(self.said[begin:]).split())
		if address and address != label and not address.startswith(("mailto:", "tel:", "#")):
			self._say(f" <{address}>" if label else f"<{address}>")
		self.link = ("", 0)
