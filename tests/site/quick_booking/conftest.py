import pytest

from tests.site.people import LEADER, make_people


@pytest.fixture
def led(consulting, site):
	"""The department, led by LEADER for one test."""
	make_people()
	site.db.set_value("MM Department", consulting.name, "leader", LEADER)
	site.db.commit()
	yield consulting
	site.db.rollback()
	site.set_user("Administrator")
	site.db.set_value("MM Department", consulting.name, "leader", None)
	site.clear_document_cache("MM Department", consulting.name)
	site.db.commit()


@pytest.fixture
def act_as(site):
	yield site.set_user
	site.set_user("Administrator")
