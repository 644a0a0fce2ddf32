"""A page of an app: `www/<path>.html` or `www/<path>/index.html`, with the module beside it."""

import inspect
import mimetypes
from pathlib import Path

import frappe
from werkzeug.security import safe_join
from werkzeug.wrappers import Response

ENDINGS = ("", ".html", "/index.html")


class TemplatePage:
	def __init__(self, path, http_status_code=None, context=None):
		self.path = path.strip("/ ")
		self.http_status_code = http_status_code or 200
		self.context = frappe._dict(context or {})
		self.app, self.folder, self.file = self._find() or (None, None, None)

	def exists(self):
		return self.file is not None

	def _find(self):
		"""The app installed last wins, as in Frappe."""
		apps = [app for app in reversed(frappe.get_installed_apps()) if app != "frappe"]
		for app in [*apps, "frappe"]:
			folder = Path(frappe.get_app_path(app))
			for ending in ENDINGS:
				found = safe_join(str(folder / "www"), self.path + ending)
				if found and Path(found).is_file() and not found.endswith((".py", ".pyc")):
					return app, folder, Path(found)
		return None

	def render(self):
		"""Build the page, or take it from the cache, which knows only path and language unless `no_cache` is set."""
		key, conf = f"website_page|{self.path}|{frappe.local.lang}", frappe.local.conf
		may_cache = not (conf.get("developer_mode") or getattr(frappe.local, "no_cache", False))
		html = cached = frappe.cache.get_value(key) if may_cache else None
		if cached is None:
			html = self._build()
			if may_cache and not self.context.no_cache:
				frappe.cache.set_value(key, html)
		token = frappe.session.data.csrf_token if frappe.session.data else None
		script = f'<script>frappe.csrf_token = "{token}";</script>'
		response = Response(html.replace("<!-- csrf_token -->", script), status=self.http_status_code)
		response.mimetype = mimetypes.guess_type(self.path)[0] or "text/html"
		response.headers["X-From-Cache"] = str(cached is not None)
		return response

	def _build(self):
		self.context.update(path=self.path, template=self.file.relative_to(self.folder).as_posix())
		self._run_module()
		self.http_status_code = self.context.http_status_code or self.http_status_code
		self.context.setdefault("title", self.file.stem)
		self.context.base_template_path = "templates/base.html"
		return frappe.get_template(f"{self.app}/{self.context.template}").render(self.context)

	def _run_module(self):
		"""Run `get_context` of the module beside the page; its name has underscores for the page's hyphens."""
		module_file = self.file.with_name(self.file.stem.replace("-", "_") + ".py")
		if not module_file.is_file():
			return
		parts = module_file.relative_to(self.folder).with_suffix("").parts
		module = frappe.get_module(".".join((self.app, *parts)))
		self.context.no_cache = getattr(module, "no_cache", None)
		if hasattr(module, "get_context"):
			takes_context = inspect.signature(module.get_context).parameters
			returned = module.get_context(self.context) if takes_context else module.get_context()
			self.context.update(returned or {})
