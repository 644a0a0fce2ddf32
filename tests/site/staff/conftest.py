import frappe
import pytest

from tests.site.people import LEADER, make_people

ADA, POLICY = "ada.test@example.com", "MM Cancellation Policy"


@pytest.fixture(autouse=True)
def _people(site):
	make_people()
	site.db.commit()


@pytest.fixture
def of_ada(book):
	return book("10:00", assigned_users=[{"member": ADA}])


@pytest.fixture
def under(book, consulting, site):
	"""A booking of Ada's under a policy: `under(cancel_notice_hours=48)`."""
	names = []

	def make(time="10:00", **values):
		doc = frappe.get_doc({"doctype": POLICY, "policy_name": f"Staff {len(names)}", **values}).insert()
		names.append(doc.name)
		set_policy(doc.name)
		return book(time, assigned_users=[{"member": ADA}])

	def set_policy(name):
		site.db.set_value("MM Meeting Type", consulting.meeting_type, "cancellation_policy", name)
		site.clear_document_cache("MM Meeting Type", consulting.meeting_type)
		site.db.commit()

	yield make
	site.db.rollback()
	site.set_user("Administrator")
	set_policy(None)
	for name in names:
		site.delete_doc(POLICY, name, force=True)
	site.db.commit()


@pytest.fixture
def led(consulting, site):
	"""The department is led by LEADER."""
	site.db.set_value("MM Department", consulting.name, "leader", LEADER)
	site.db.commit()
	yield
	site.db.rollback()
	site.db.set_value("MM Department", consulting.name, "leader", None)
	site.db.commit()
