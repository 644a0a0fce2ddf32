"""Secrets at rest: password fields encrypted with the site's key, login passwords only as salted hashes."""

import hashlib
import hmac
import secrets

import frappe
from cryptography.fernet import Fernet, InvalidToken
from frappe import _

SCRYPT = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}


def get_encryption_key():
	if "encryption_key" not in frappe.local.conf:
		from frappe.installer import update_site_config

		update_site_config("encryption_key", Fernet.generate_key().decode())
	return frappe.local.conf.encryption_key


def encrypt(txt, encryption_key=None):
	try:
		suite = Fernet(encryption_key or get_encryption_key())
	except ValueError:
		frappe.throw(_("Encryption key is in invalid format!"))
	return suite.encrypt(txt.encode()).decode()


def decrypt(txt, encryption_key=None, key=None):
	try:
		return Fernet(encryption_key or get_encryption_key()).decrypt(txt.encode()).decode()
	except InvalidToken:
		failed = _("Failed to decrypt key {0}").format(key) + "<br><br>" if key else ""
		frappe.throw(failed + _("Encryption key is invalid! Please check site_config.json"))


def get_decrypted_password(doctype, name, fieldname="password", raise_exception=True):
	stored = _stored(doctype, name, fieldname, encrypted=1)
	if stored:
		return decrypt(stored[0][1], key=f"{doctype}.{name}.{fieldname}")
	if raise_exception:
		message = _("Password not found for {0} {1} {2}").format(doctype, name, fieldname)
		frappe.throw(message, frappe.AuthenticationError)
	return None


def set_encrypted_password(doctype, name, pwd, fieldname="password"):
	_store(doctype, name, fieldname, encrypt(pwd), encrypted=1)


def remove_encrypted_password(doctype, name, fieldname="password"):
	frappe.db.delete("__Auth", {"doctype": doctype, "name": name, "fieldname": fieldname})


def delete_all_passwords_for(doctype, name):
	frappe.db.delete("__Auth", {"doctype": doctype, "name": name})


def update_password(user, pwd, doctype="User", fieldname="password", logout_all_sessions=False):
	_store(doctype, user, fieldname, _hash(pwd, secrets.token_bytes(16)), encrypted=0)
	if logout_all_sessions:
		from frappe.sessions import clear_sessions

		clear_sessions(user=user, keep_current=True, force=True)


def check_password(user, pwd, doctype="User", fieldname="password", delete_tracker_cache=True):
	"""Return the user's name as it is stored, or refuse."""
	stored = _stored(doctype, user, fieldname, encrypted=0)
	salt = bytes.fromhex(stored[0][1].split("$")[1]) if stored else bytes(16)
	# an unknown user takes as long as a wrong password
	candidate = _hash(pwd, salt)
	if not (stored and hmac.compare_digest(candidate, stored[0][1])):
		raise frappe.AuthenticationError(_("Incorrect User or Password"))
	return stored[0][0]


def _hash(pwd, salt):
	return f"scrypt${salt.hex()}${hashlib.scrypt(pwd.encode(), salt=salt, **SCRYPT).hex()}"


def _stored(doctype, name, fieldname, encrypted):
	"""Return [(name, password)], or nothing."""
	return frappe.db.sql(
		"select name, password from `__Auth` where doctype = %s and name = %s and fieldname = %s and encrypted = %s",
		[doctype, name, fieldname, encrypted],
	)


def _store(doctype, name, fieldname, password, encrypted):
	remove_encrypted_password(doctype, name, fieldname)
	frappe.db.sql(
		"insert into `__Auth` values (%s, %s, %s, %s, %s)", [doctype, name, fieldname, password, encrypted]
	)
