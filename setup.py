"""A shim for tools that look for setup.py; pip and bench build by pyproject.toml."""

from setuptools import setup

setup()
