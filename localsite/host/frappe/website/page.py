"""A page of an app: `www/<path>.html` or `www/<path>/index.html`, with the module beside it."""

import inspect
import mimetypes
from pathlib import Path

import frappe
from frappe._local import NotOfferedError
from werkzeug.security import safe_join
from werkzeug.wrappers import Response

FOLDERS = ("www", "templates/pages")
ENDINGS = ("", ".html", ".md", "/index.html", "/index.md")
MODULE_PROPERTIES = ("base_template_path", "template", "no_cache", "sitemap", "condition_field")


def can_cache(no_cache=False):
	conf = frappe.local.conf
	if conf.get("disable_website_cache") or conf.get("developer_mode"):
		return False
	return not (no_cache or getattr(frappe.local, "no_cache", False))


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
			for start in FOLDERS:
				for ending in ENDINGS:
					found = safe_join(str(folder / start), self.path + ending)
					if found and Path(found).is_file() and not found.endswith((".py", ".pyc")):
						return app, folder, Path(found)
		return None

	def render(self):
		html = self.get_html()
		token = frappe.local.session.get("data", {}).get("csrf_token")
		script = f'<script>frappe.csrf_token = "{token}";</script>'
		response = Response(html.replace("<!-- csrf_token -->", script), status=self.http_status_code)
		response.mimetype = mimetypes.guess_type(self.path)[0] or "text/html"
		response.headers["X-Page-Name"] = self.path.encode("ascii", "xmlcharrefreplace").decode()
		response.headers["X-From-Cache"] = str(bool(frappe.local.response.from_cache))
		return response

	def get_html(self):
		"""Build the page, or take it from the cache, which knows only path and language unless `no_cache` is set."""
		pages = frappe.cache.hget("website_page", self.path) or {}
		if can_cache() and frappe.local.lang in pages:
			frappe.local.response.from_cache = True
			return pages[frappe.local.lang]
		html = self._build()
		if can_cache(self.context.no_cache):
			frappe.cache.hset("website_page", self.path, {**pages, frappe.local.lang: html})
		return html

	def _build(self):
		if self.file.suffix == ".md":
			raise NotOfferedError(f"pages in Markdown ({self.file.name})")
		self._set_page_properties()
		self._run_module()
		self.http_status_code = self.context.http_status_code or self.http_status_code
		source = self._wrapped(Path(self.folder / self.context.template).read_text(encoding="utf-8"))
		self._complete_context()
		return frappe.render_template(
			source, self.context, is_path=False, safe_render=self.context.get("safe_render", True)
		)

	def _set_page_properties(self):
		values = {
			"path": self.path,
			"route": self.path,
			"name": self.file.stem,
			"basepath": str(self.file.parent),
		}
		for key, value in values.items():
			self.context.setdefault(key, value)
		self.context.template = self.file.relative_to(self.folder).as_posix()

	def _run_module(self):
		"""Run `get_context` of the module beside the page; its name has underscores for the page's hyphens."""
		module_file = self.file.with_name(self.file.stem.replace("-", "_") + ".py")
		if not module_file.is_file():
			return
		parts = module_file.relative_to(self.folder).with_suffix("").parts
		module = frappe.get_module(".".join((self.app, *parts)))
		self.context.update(
			{name: getattr(module, name) for name in MODULE_PROPERTIES if hasattr(module, name)}
		)
		if hasattr(module, "get_context"):
			takes_context = inspect.signature(module.get_context).parameters
			self.context.update(
				(module.get_context(self.context) if takes_context else module.get_context()) or {}
			)

	def _wrapped(self, source):
		"""Put a fragment into the base template that its context asks for; any other page stays as it is."""
		if (
			not self.context.base_template
			or "{% extends" in source
			or "{%- extends" in source
			or "</body>" in source
		):
			return source
		base = self.context.base_template
		return f'{{% extends "{base}" %}}{{% block page_content %}}{source}{{% endblock %}}'

	def _complete_context(self):
		context = self.context
		context.base_template_path = (
			context.base_template_path or (frappe.get_hooks("base_template") or [None])[-1]
		)
		context.base_template_path = context.base_template_path or "templates/base.html"
		context.title = context.title or context.name
		context.pathname = getattr(frappe.local, "path", self.path)
		context.canonical = frappe.utils.get_url(frappe.utils.escape_html(self.path))
		context.user, context.fullname = frappe.session.user, frappe.utils.get_fullname(frappe.session.user)
		for kind in ("js", "css"):
			beside = self.file.with_suffix(f".{kind}")
			context[f"colocated_{kind}"] = beside.read_text(encoding="utf-8") if beside.is_file() else ""
		for method in frappe.get_hooks("update_website_context"):
			context.update(frappe.get_attr(method)(context) or {})
