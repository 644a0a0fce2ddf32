"""What a site needs beyond its tables. Every step may run again and changes nothing then."""

import frappe

ROLES = ("MM Manager", "MM Department Leader", "MM Member")


def before_install() -> None:
	"""Read which modules the apps have once more.

	A bench command that ran on the site before the app was fetched left a list without them in the cache; with that
	list Frappe creates no table and still counts the app as installed.
	"""
	frappe.setup_module_map()


def after_install() -> None:
	make_roles()
	save_default_settings()


def after_migrate() -> None:
	make_roles()


def make_roles() -> None:
	for role in ROLES:
		if not frappe.db.exists("Role", role):
			frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert(
				ignore_permissions=True  # an installation acts for the site's owner
			)


def save_default_settings() -> None:
	"""Write the single's defaults, since an unsaved single would lose them with its first partial save."""
	if not frappe.db.get_singles_dict("MM Settings"):
		frappe.get_doc("MM Settings").save(ignore_permissions=True)
