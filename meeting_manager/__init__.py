"""Meetings that departments offer and customers book, move and cancel by themselves."""

__version__ = "0.1.0"
