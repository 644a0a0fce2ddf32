"""The pure part of the mail around an invitation: text that does no harm."""

import re
from html import unescape

import pytest

from meeting_manager.notifications.mail_text import harmless, lines_of, one_line, subject_line

FILE_IN_QUOTES = re.compile("""embed=["']""")


@pytest.mark.parametrize("after", ["", "'", '"', "</td>"], ids=["nothing", "single", "double", "tag"])
@pytest.mark.parametrize(
	"text",
	[
		"embed='site/site_config.json'",
		'embed="site/site_config.json"',
		"embembed=ed='site/site_config.json'",
		"em\x00bed='site/site_config.json'",
		"embed=\x00'site/site_config.json'",
		"embed=",
	],
)
def test_no_text_makes_frappe_attach_a_file(text, after):
	told = harmless({"facts": [{"value": text}], "notes": [text]})
	for cleaned in (told["facts"][0]["value"], told["notes"][0]):
		assert not FILE_IN_QUOTES.search(re.sub(r"[\x00-\x1f]", "", cleaned) + after)


def test_harmless_keeps_what_it_should():
	kept = {
		"line": 'O\'Brien & Söhne "GmbH" = 1',
		"address": "https://meet.example.com/?embed=1&x='y'",
		"number": 3,
		"none": None,
		"notes": ["a\tb", ""],
	}
	assert harmless(kept) == kept


def test_name_is_one_line():
	assert (
		one_line("Alex\nCancel: http://example.org\r\n\u2028Example ")
		== "Alex Cancel: http://example.org Example"
	)
	assert one_line(None) == ""


def test_notes_break_at_every_kind_of_line_end():
	assert lines_of("a\nb\r\nc\rd\x0be\u2028f") == ["a", "b", "c", "d", "e", "f"]


def test_subject_is_one_line_without_tags():
	subject = subject_line("Confirmed: <script>alert(1)</script>\r\nBcc: mallory@example.org embed='x'")
	assert not re.search(r"[<>\r\n]", subject)
	assert "embed=" not in subject


@pytest.mark.parametrize("sign", ["&#61;", "&#x3d;", "&equals;", "&#61"])
def test_subject_has_no_entity_that_html_would_resolve(sign):
	subject = subject_line(f"New meeting with embed{sign}'site/site_config.json'")
	assert not FILE_IN_QUOTES.search(unescape(subject))


def test_subject_keeps_an_ampersand_readable():
	assert subject_line("Example & Co: Q&A") == "Example & Co: Q＆A"
