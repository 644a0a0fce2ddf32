"""A shim for tools that still ask for setup.py; pyproject.toml holds everything."""

from setuptools import setup

setup()
