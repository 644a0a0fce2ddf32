"""Sanitise what guests send. As in Frappe a value that is valid JSON passes untouched: escape on output."""

import json
import re

import bleach

TAG = re.compile(r"<[a-zA-Z]")
_TAGS = """a abbr acronym address area article aside audio b big blockquote body br button canvas caption center cite
	code col colgroup dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer form h1 h2
	h3 h4 h5 h6 head header hr html i img input ins kbd label legend li link map mark math menu meta meter nav ol
	optgroup option output p pre progress q s samp section select small source span strike strong style sub summary
	sup svg table tbody td textarea tfoot th thead time tr tt u ul var video"""
_ATTRIBUTES = """abbr accept action align alt autocomplete autofocus border cellpadding cellspacing checked cite class color
	cols colspan content controls coords datetime dir disabled download enctype face for headers height high href
	hreflang id ismap label lang list loop low max maxlength media method min multiple name noshade nowrap open
	optimum pattern placeholder poster preload prompt radiogroup readonly rel required rev rows rowspan rules
	scope selected shape size span src start step summary tabindex target title type usemap valign value
	width wrap xml:lang"""
ALLOWED_TAGS, ALLOWED_ATTRIBUTES = frozenset(_TAGS.split()), frozenset(_ATTRIBUTES.split())


def sanitize_html(html):
	"""Escape the tags and drop the attributes that are not allowed; plain text and JSON stay as they are."""
	if not isinstance(html, str) or not TAG.search(html) or is_json(html):
		return html
	return bleach.clean(
		html,
		tags=ALLOWED_TAGS,
		attributes=lambda tag, name, value: name in ALLOWED_ATTRIBUTES or name.startswith("data-"),
		protocols={"cid", "http", "https", "mailto"},
		strip_comments=False,
	)


def is_json(text):
	try:
		json.loads(text)
	except ValueError:
		return False
	return True
