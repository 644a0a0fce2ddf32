import frappe
from frappe.rate_limiter import rate_limit

from noticeboard.events import add_notice


class GoneForGood(frappe.ValidationError):
	http_status_code = 410


@frappe.whitelist(allow_guest=True)
def echo(text: str = "", number: int = 0, flag: bool = False, items: list | None = None):
	return {"text": text, "number": number, "flag": flag, "items": items}


@frappe.whitelist(allow_guest=True, xss_safe=True)
def echo_raw(text: str = ""):
	return text


@frappe.whitelist(allow_guest=True)
def download(kind: str = ""):
	frappe.local.response.update(
		type="download", filename="board.csv", filecontent=b"a;\xc3\xb6", content_type=kind
	)


@frappe.whitelist(allow_guest=True)
def needs_title(title: str):
	return title


@frappe.whitelist(allow_guest=True)
def everything(**kwargs):
	return kwargs


@frappe.whitelist(allow_guest=True, methods=["POST"])
def write(title: str = "", then: str = ""):
	add_notice(title)
	refuse(then)
	return "written"


@frappe.whitelist(allow_guest=True)
def write_on_any_method(title: str = ""):
	add_notice(title)


@frappe.whitelist(allow_guest=True)
def refuse(how: str = ""):
	if how == "throw":
		frappe.throw("Not <b>this</b> way", title="Refused")
	if how == "permission":
		frappe.throw("No entry", frappe.PermissionError)
	if how == "gone":
		frappe.throw("Gone", GoneForGood)
	if how == "missing":
		frappe.get_doc("Notice", "no such notice")
	if how == "security":
		raise frappe.SecurityException("secret detail")
	if how == "crash":
		raise ZeroDivisionError("secret detail")


@frappe.whitelist(allow_guest=True)
@rate_limit(limit=2, seconds=60)
def seldom():
	return "yes"


@frappe.whitelist()
def members_only():
	return frappe.session.user


@frappe.whitelist(allow_guest=True)
def greet():
	return [frappe._("Hello"), frappe._("Bank"), frappe._("Bank", context="river"), frappe.local.lang]


@frappe.whitelist(allow_guest=True, methods=["POST"])
def enqueue_notice(title: str = "", then: str = ""):
	frappe.enqueue("noticeboard.events.add_notice", title=title, enqueue_after_commit=True)
	refuse(then)


def not_offered():
	return "secret"
