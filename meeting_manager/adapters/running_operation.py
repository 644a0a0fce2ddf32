"""The operation that what is written now belongs to: a bulk action of staff, or else the transaction itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import frappe


@dataclass(frozen=True, slots=True)
class Operation:
	"""
	:param messages_due: UTC minute before which nobody is told of it; None is at once.
	"""

	name: str
	messages_due: int | None = None


def running() -> Operation | None:
	"""The bulk action that runs, if one does."""
	return frappe.local.flags.meeting_manager_operation


def operation_id() -> str:
	"""The bulk action's name, or an id that everything in this transaction shares."""
	operation = running()
	return operation.name if operation else _id_of_transaction()


@contextmanager
def within(operation: Operation) -> Iterator[None]:
	before = running()
	frappe.local.flags.meeting_manager_operation = operation
	try:
		yield
	finally:
		frappe.local.flags.meeting_manager_operation = before


def _id_of_transaction() -> str:
	flags = frappe.local.flags
	if not flags.meeting_manager_transaction:
		flags.meeting_manager_transaction = frappe.generate_hash(length=10)
		frappe.db.after_commit.add(_forget_transaction)
		frappe.db.after_rollback.add(_forget_transaction)
	return flags.meeting_manager_transaction


def _forget_transaction() -> None:
	frappe.local.flags.meeting_manager_transaction = None
