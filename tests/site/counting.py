"""Count what a call asks of the database."""

from contextlib import contextmanager

import frappe


@contextmanager
def counted_queries():
	"""The statements that run inside, as a list that grows."""
	statements, run = [], frappe.db.sql

	def counting(query, *arguments, **options):
		statements.append(f"{query} {arguments}")
		return run(query, *arguments, **options)

	frappe.db.sql = counting
	try:
		yield statements
	finally:
		frappe.db.sql = run
