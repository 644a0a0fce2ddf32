"""What of a mail or page a guest's text must not change: headers, parts, recipients, markup, calendar lines."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from html import unescape
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

EMBEDDED = re.compile("""embed=["'][^"']*""")
"""What Frappe takes for the name of a file to attach."""
CONTENT_LINE = re.compile(r"^([A-Z-]+)[;:]")


class Skeleton(HTMLParser):
	"""The tags of a document with the names of their attributes, comments, and where its links and pictures lead."""

	ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "srcset", "poster", "background"})

	def __init__(self, html: str):
		super().__init__()
		self.tags, self.addresses, self.comments = set(), set(), []
		self.feed(html)
		self.close()

	def handle_starttag(self, tag, attributes):
		self.tags.add((tag, *sorted(name for name, _value in attributes)))
		for name, value in attributes:
			if name in self.ADDRESSES:
				self.addresses.add(re.sub(r"[?#].*|(?<=mm-meeting-booking/).*", "", value or ""))

	def handle_comment(self, text):
		self.comments.append(text)


def outline(mail) -> dict:
	"""All that is the same in two mails that differ only in a guest's text."""
	body = mail.get_body(("html",)).get_content()
	html = Skeleton(body)
	(attachment,) = mail.iter_attachments()
	return {
		"headers": sorted(mail.keys()),
		"to": str(mail["To"]),
		"placeholders": mail.as_string().count("<!--"),
		"types": [part.get_content_type() for part in mail.walk()],
		"names": [part.get_filename() for part in mail.walk() if part.get_filename()],
		"tags": frozenset(html.tags),
		"addresses": frozenset(html.addresses),
		"comments": html.comments,
		"embedded": EMBEDDED.findall(unescape(body)),
		"calendar": content_lines(attachment.get_content()),
	}


def content_lines(calendar: str) -> list[str]:
	"""The names of the properties, in order; lines that continue one before are part of it."""
	text = calendar if isinstance(calendar, str) else calendar.decode()
	return [CONTENT_LINE.match(line)[1] for line in re.split(r"\r\n(?![ \t])", text) if line]


@contextmanager
def canary():
	"""An address, and the paths that were asked for there."""
	asked = []

	class Handler(BaseHTTPRequestHandler):
		def do_GET(self):
			asked.append(self.path)
			self.send_response(204)
			self.end_headers()

		do_HEAD = do_POST = do_OPTIONS = do_GET

		def log_message(self, *_arguments):
			"""Write nothing to the terminal."""

	server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
	serving = threading.Thread(target=server.serve_forever)
	serving.start()
	try:
		yield f"http://127.0.0.1:{server.server_port}", asked
	finally:
		server.shutdown()
		serving.join()
		server.server_close()
