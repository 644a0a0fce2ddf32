"""Secrets at rest: password fields encrypted with the site's key, login passwords only as salted hashes."""

import frappe
from cryptography.fernet import Fernet, InvalidToken
from frappe import _
from werkzeug.security import check_password_hash, generate_password_hash

HASHING = "scrypt:16384:8:1"
NOBODYS = f"{HASHING}$0$0"  # no password has this hash


def get_encryption_key():
	return frappe.local.conf.encryption_key


def encrypt(txt, encryption_key=None):
	try:
		suite = Fernet(encryption_key or get_encryption_key())
	except ValueError:
		frappe.throw(_("Encryption key is in invalid format!"))
	return suite.encrypt(txt.encode()).decode()


def decrypt(txt, encryption_key=None):
	try:
		return Fernet(encryption_key or get_encryption_key()).decrypt(txt.encode()).decode()
	except InvalidToken:
		frappe.throw(_("Encryption key is invalid! Please check site_config.json"))


def get_decrypted_password(doctype, name, fieldname="password", raise_exception=True):
	stored = _stored(doctype, name, fieldname, encrypted=1)
	if stored:
		return decrypt(stored[0][1])
	if raise_exception:
		message = _("Password not found for {0} {1} {2}").format(doctype, name, fieldname)
		frappe.throw(message, frappe.AuthenticationError)
	return None


def set_encrypted_password(doctype, name, pwd, fieldname="password"):
	_store(doctype, name, fieldname, encrypt(pwd), encrypted=1)


def remove_encrypted_password(doctype, name, fieldname=None):
	"""Remove what is stored for a document: one field, or all of them."""
	filters = {"doctype": doctype, "name": name} | ({"fieldname": fieldname} if fieldname else {})
	frappe.db.delete("__Auth", filters)


def update_password(user, pwd):
	_store("User", user, "password", generate_password_hash(pwd, HASHING), encrypted=0)


def check_password(user, pwd):
	"""Return the user's name as it is stored, or refuse; an unknown user takes as long as a wrong password."""
	stored = _stored("User", user, "password", encrypted=0)
	is_right = check_password_hash(stored[0][1] if stored else NOBODYS, pwd)
	if not (stored and is_right):
		raise frappe.AuthenticationError(_("Incorrect User or Password"))
	return stored[0][0]


def _stored(doctype, name, fieldname, encrypted):
	"""Return [(name, password)], or nothing."""
	return frappe.db.sql(
		"select name, password from `__Auth` where doctype = %s and name = %s and fieldname = %s and encrypted = %s",
		[doctype, name, fieldname, encrypted],
	)


def _store(doctype, name, fieldname, password, encrypted):
	remove_encrypted_password(doctype, name, fieldname)
	row = [doctype, name, fieldname, password, encrypted]
	frappe.db.sql("insert into `__Auth` values (%s, %s, %s, %s, %s)", row)
