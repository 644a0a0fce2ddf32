"""The exact sentence with which something is refused."""

import re

import frappe
import pytest


def refused(sentence: str, kind=frappe.ValidationError):
	return pytest.raises(kind, match=f"^{re.escape(sentence)}$")
