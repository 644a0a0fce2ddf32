"""Sessions of signed-in users, kept in the table Sessions by the digest of their id; guests share one, unstored."""

import hashlib
import json

import frappe

EXPIRY_SECONDS = 170 * 60 * 60
REFRESH_SECONDS = 600


def start(user):
	"""Open a session and commit it."""
	sid = frappe.generate_hash(length=56)
	data = frappe._dict(user=user, session_ip=frappe.local.request_ip)
	data.user_type, data.full_name = frappe.db.get_value("User", user, ["user_type", "full_name"])
	frappe.get_doc(
		doctype="Sessions", name=_digest(sid), user=user, sessiondata=json.dumps(data), lastupdate=_now()
	).insert(ignore_permissions=True, set_name=_digest(sid))
	frappe.db.commit()
	_use(user, sid, data)


def start_as_guest():
	_use("Guest", "Guest", frappe._dict(user="Guest"))


def resume(sid):
	"""Take up the session of this id; return whether there is one that has not expired."""
	row = frappe.db.get_value("Sessions", _digest(sid), ["user", "sessiondata", "lastupdate"], as_dict=True)
	if not row or not frappe.db.get_value("User", row.user, "enabled"):
		return False
	age = (frappe.utils.now_datetime() - frappe.utils.get_datetime(row.lastupdate)).total_seconds()
	if age > EXPIRY_SECONDS:
		return False
	_use(row.user, sid, frappe._dict(json.loads(row.sessiondata)))
	if age > REFRESH_SECONDS:
		_store()
	return True


def delete_session(sid):
	frappe.db.delete("Sessions", {"name": _digest(sid)})
	frappe.db.commit()


def get_csrf_token():
	"""Return the session's token; a new one is stored at once, also while a page is read."""
	data = frappe.local.session.data
	if not data.csrf_token:
		data.csrf_token = frappe.generate_hash()
		if frappe.session.user != "Guest":
			_store()
	return data.csrf_token


def _store():
	"""Write the session and commit, as Frappe does also in the midst of a request."""
	session = frappe.local.session
	values = {"sessiondata": json.dumps(session.data), "lastupdate": _now()}
	frappe.db.set_value("Sessions", _digest(session.sid), values, update_modified=False)
	frappe.db.commit()


def _use(user, sid, data):
	frappe.local.session = frappe._dict(user=user, sid=sid, data=data)
	frappe.local.role_permissions = {}


def _digest(sid):
	return hashlib.sha256(sid.encode()).hexdigest()


def _now():
	return frappe.utils.now()
