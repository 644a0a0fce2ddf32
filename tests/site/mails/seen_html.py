"""What a reader of a mail's HTML sees."""

from __future__ import annotations

from html.parser import HTMLParser

PIECES = frozenset({"td", "div", "h1", "a"})
VOID = frozenset({"br", "img", "meta"})


class Seen(HTMLParser):
	"""The words of each cell, block and link, where links lead, and the preheader; not the calendar leaf, which is a picture."""

	def __init__(self, html: str):
		super().__init__()
		self.open: list[tuple[str, bool, list[str]]] = []
		self.pieces: list[str] = []
		self.addresses: list[str] = []
		self.preheader = ""
		self.feed(html)
		self.close()

	def handle_starttag(self, tag, attributes):
		values = dict(attributes)
		if tag == "a":
			self.addresses.append(values["href"])
		if tag not in VOID:
			is_leaf = tag == "table" and values.get("width") == "56"
			is_unseen = is_leaf or tag in ("style", "head") or "display: none" in values.get("style", "")
			is_unseen = is_unseen or "display:none" in values.get("style", "")
			self.open.append((tag, is_unseen, []))

	def handle_endtag(self, tag):
		while self.open:
			closed, is_unseen, said = self.open.pop()
			words = " ".join("".join(said).replace("\u034f", "").replace("\u200c", "").split())
			if closed == "div" and is_unseen:
				self.preheader = words
			elif closed in PIECES and words:
				self.pieces.append(words)
			if closed == tag:
				break

	def handle_data(self, text):
		if not self.open:
			return
		if any(is_unseen for _tag, is_unseen, _said in self.open):
			unseen = [said for tag, is_unseen, said in self.open if is_unseen and tag == "div"]
			for said in unseen:
				said.append(text)
			return
		for _tag, _is_unseen, said in reversed(self.open):
			said.append(text)
			if _tag in PIECES:
				break
