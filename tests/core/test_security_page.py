"""SECURITY.md names the test that holds each promise: one that is gone or renamed would leave a promise untested."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
FILES = sorted(set(re.findall(r"`((?:core|site|browser|load)/[\w/]*(?:\.py)?)`", PAGE)))
FUNCTIONS = sorted(set(re.findall(r"`(test_\w+)`", PAGE)))


def test_the_page_names_tests():
	assert len(FILES) > 20


@pytest.mark.parametrize("path", FILES)
def test_a_named_file_is_there(path):
	assert (ROOT / "tests" / path).exists()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_named_test_is_there(name):
	assert any(f"def {name}(" in path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
