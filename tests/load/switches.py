"""Take away what keeps bookings apart, in a server that is started for a test and nowhere else.

`MM_LOAD_OFF` names what is off: `lock`, `claims` or both. `MM_LOAD_SNAPSHOT=1` makes MariaDB refuse stale reads.
"""

import os
import sys

LOCK, CLAIMS = "lock", "claims"
OFF = "MM_LOAD_OFF"
SNAPSHOT = "MM_LOAD_SNAPSHOT"


def apply() -> None:
	"""Do as the environment says. Frappe has to be importable, no site open."""
	from meeting_manager.meeting_manager.api import public  # noqa: F401  all that holds what is replaced is loaded

	off = set(filter(None, os.environ.get(OFF, "").split(",")))
	if LOCK in off:
		_switch_lock_off()
	if CLAIMS in off:
		_switch_claims_off()
	if os.environ.get(SNAPSHOT):
		_refuse_stale_reads()


def _switch_lock_off() -> None:
	"""The locks on department and members, and the locking reads: what a check before the insert is without them."""
	from meeting_manager.adapters import occupancy

	_replace_everywhere(occupancy.lock_members, lambda *_arguments, **_options: None)
	from pypika.queries import QueryBuilder

	for builder in (QueryBuilder, *_heirs(QueryBuilder)):
		if "for_update" in vars(builder):
			builder.for_update = lambda self, *_arguments, **_options: self


def _switch_claims_off() -> None:
	from meeting_manager.adapters import claims

	_replace_everywhere(claims.take, lambda *_arguments, **_options: None)


def _refuse_stale_reads() -> None:
	"""For each connection alone, so that no other site of the server notices."""
	from frappe.database.mariadb.database import MariaDBDatabase

	connect = MariaDBDatabase.connect

	def connect_and_set(database, *arguments, **options):
		connect(database, *arguments, **options)
		database._cursor.execute("set session innodb_snapshot_isolation = ON")

	MariaDBDatabase.connect = connect_and_set


def _replace_everywhere(old, new) -> None:
	"""In all modules that hold it under any name."""
	for module in list(sys.modules.values()):
		for name, value in list(getattr(module, "__dict__", {}).items()):
			if value is old:
				setattr(module, name, new)


def _heirs(kind: type):
	for heir in kind.__subclasses__():
		yield heir
		yield from _heirs(heir)
