import pytest

from tests.site.mails.conftest import changed, new_mails  # noqa: F401 (fixtures)
from tests.site.replies.answering import Mailbox


@pytest.fixture
def mailbox(site, consulting, monkeypatch):
	from meeting_manager.replies import reception

	monkeypatch.setattr(reception, "_enqueue", lambda: None)
	box = Mailbox(monkeypatch)
	yield box
	box.remove()


@pytest.fixture
def settings_of(site):
	"""Set values of MM Settings for one test."""
	settings = site.get_doc("MM Settings")
	before = {}

	def change(**values):
		write(values, remember=True)

	def write(values, remember=False):
		settings.reload()
		if remember:
			before.update({name: settings.get(name) for name in values if name not in before})
		settings.update(values)
		settings.save()
		site.db.commit()

	yield change
	site.db.rollback()
	write(before)
