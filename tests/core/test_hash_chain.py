"""The hash of a history row: what it covers, and that it is the same on every host."""

import hashlib

import pytest

from meeting_manager.scheduling.hash_chain import NOTHING, link


def test_hash_is_sha_256_of_canonical_json():
	text = '{"content":{"a":1,"b":"ü"},"previous":"x"}'
	assert link("x", {"b": "ü", "a": 1}) == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
	("previous", "content"),
	[
		pytest.param("x", {"a": "1", "b": "2"}, id="another hash before it"),
		pytest.param(NOTHING, {"a": "1", "b": "3"}, id="another value"),
		pytest.param(NOTHING, {"a": "2", "b": "1"}, id="values that changed places"),
		pytest.param(NOTHING, {"a": "12", "b": ""}, id="text that moved to another field"),
		pytest.param(NOTHING, {"a": "1", "b": "2", "c": ""}, id="one field more"),
	],
)
def test_each_difference_is_another_hash(previous, content):
	assert link(previous, content) != link(NOTHING, {"a": "1", "b": "2"})


def test_a_lone_surrogate_is_no_error():
	assert len(link(NOTHING, {"a": "\ud800"})) == 64
