"""What a guest page says, and what its forms would send."""

import html
import re

from tests.site.factories import next_monday

MONDAY = next_monday().isoformat()
UNKNOWN = "A" * 43


def text_of(response) -> str:
	return response.get_data(as_text=True)


def words_of(response) -> str:
	"""What a person reads: no tags, no entities."""
	return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text_of(response))))


def value_of(response, name: str) -> str:
	return html.unescape(re.search(rf'name="{name}"[^>]*value="([^"]*)"', text_of(response))[1])


def offered_times(response, name: str) -> list[str]:
	return [
		html.unescape(value)
		for value in re.findall(rf'type="radio" name="{name}" value="([^"]*)"', text_of(response))
	]
