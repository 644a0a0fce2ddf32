"""Dialogs of a booking's form."""


def press(page, label):
	"""A button of the form, which on a phone stands in its menu."""
	if page.viewport_size["width"] > 700:
		page.get_by_role("button", name=label, exact=True).click()
	else:
		page.locator(".menu-btn-group button:visible").first.click()
		page.locator(".menu-btn-group .dropdown-menu:visible").get_by_text(label, exact=True).click()
	dialog = page.locator(".modal.show")
	dialog.wait_for()
	page.wait_for_function("document.activeElement?.closest('.modal.show')")  # at the end of its transition
	return dialog


def primary(dialog):
	return dialog.locator(".btn-modal-primary:visible")


def wait_until_closed(page):
	page.wait_for_function("!document.querySelector('.modal.show')")


def labels(page):
	return [text.strip() for text in page.locator(".custom-actions .btn:visible").all_inner_texts()]
