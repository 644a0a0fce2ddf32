"""Make a site: one folder with a configuration, a database and nothing shared with any other."""

import json
import secrets
import sys
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from pathlib import Path

from werkzeug.local import release_local

from localsite import activate


def make_site(folder, *, apps=(), apps_path=None, admin_password=None, config=None, system_settings=None):
	"""Create a site with the apps installed and return its folder.

	:param folder: must not hold a site yet; its name is the site's name
	:param apps_path: the folder that holds the apps' packages, where they cannot be imported already
	:param admin_password: without one nobody can sign in as Administrator
	:param config: added to site_config.json
	:param system_settings: {field: value}, such as time_zone and language
	"""
	activate()
	if apps_path and str(apps_path) not in sys.path:
		sys.path.insert(0, str(apps_path))
	folder = Path(folder).resolve()
	if (folder / "site_config.json").exists():
		raise FileExistsError(f"{folder} holds a site already: remove the folder or choose another")
	folder.mkdir(parents=True, exist_ok=True)
	folder.chmod(0o700)  # the database holds what people entrusted to the site
	_write_config(folder, config or {})
	with open_site(folder) as frappe:
		from frappe.installer import install_app, install_framework
		from frappe.utils.password import update_password

		install_framework()
		if admin_password:
			update_password("Administrator", admin_password)
		if system_settings:
			frappe.get_doc("System Settings").update(system_settings).save()
			frappe.db.commit()
		for app in apps:
			install_app(app)
	return folder


def _write_config(folder, config):
	key = urlsafe_b64encode(secrets.token_bytes(32)).decode()
	defaults = {"db_type": "sqlite", "db_file": "site.db", "encryption_key": key}
	path = folder / "site_config.json"
	path.touch(mode=0o600)
	path.write_text(json.dumps({**defaults, **config}, indent=1, sort_keys=True), encoding="utf-8")


@contextmanager
def open_site(folder, user="Administrator"):
	"""Connect to a site for a while, as `bench console` does; what is not committed is rolled back.

	A context that was open before is set aside and comes back.
	"""
	activate()
	import frappe

	folder, outer = Path(folder).resolve(), dict(frappe.local)
	release_local(frappe.local)
	try:
		frappe.init(folder.name, sites_path=str(folder.parent))
		frappe.connect()
		frappe.set_user(user)
		yield frappe
	finally:
		frappe.destroy()
		for name, value in outer.items():
			setattr(frappe.local, name, value)
