"""What gunicorn serves on a bench: Frappe's own application, with the test's switches applied."""

from frappe.app import application  # noqa: F401

from tests.load import switches

switches.apply()
