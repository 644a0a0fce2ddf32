"""The page behind the link that ends reminders: a button that nobody finds, or that needs a script."""

import json
import subprocess
import sys

import pytest

from tests.browser.conftest import PHONE, ROOT, SERVED
from tests.browser.test_guest_looks import LOW_CONTRAST, NAMELESS, SMALL_TARGETS

DERIVE = "meeting_manager.meeting_manager.doctype.mm_notification_choice.mail_choices.derive_token"


@pytest.fixture
def path(address, site_folder, request):
	"""Of the page for a mailbox that no other test has."""
	if SERVED:
		pytest.skip("the token is derived where the site's key is")
	command = [sys.executable, "-m", "localsite", "--site", str(site_folder), "execute", DERIVE, "--args"]
	arguments = json.dumps([f"{abs(hash(request.node.name))}@example.com", "reminders"])
	printed = subprocess.run([*command, arguments], cwd=ROOT, capture_output=True, text=True, check=True)
	return f"/mails/{json.loads(printed.stdout)}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_switching_off_and_on_again(open_browser, path, scheme, has_script):
	page = open_browser(color_scheme=scheme, viewport=PHONE, java_script_enabled=has_script)
	page.goto(path)
	assert page.locator("h1").inner_text() == "Emails about your meetings"
	page.get_by_role("button", name="Switch off: Reminders before a meeting").click()
	assert page.locator("#outcome").inner_text() == "You will not be reminded any more"
	assert page.url.endswith("/mails"), "the token stays in no address"
	page.goto(path)
	assert page.get_by_text("You are not reminded").is_visible()
	page.get_by_role("button", name="Switch on again: Reminders before a meeting").click()
	assert page.locator("#outcome").inner_text() == "You will be reminded again"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_readable_and_reachable(open_browser, path, scheme):
	page = open_browser(color_scheme=scheme, viewport=PHONE, reduced_motion="reduce")
	page.goto(path)
	for _view in range(2):
		assert page.evaluate(LOW_CONTRAST) == []
		assert page.evaluate(SMALL_TARGETS) == []
		assert page.evaluate(NAMELESS) == []
		assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
		page.locator("button").last.click()
		page.wait_for_selector("#outcome")
