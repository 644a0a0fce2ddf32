"""Dialogs of a booking's form, and of the bookings that are ticked in their list."""


def press(page, label):
	"""A button of the form, which on a phone stands in its menu."""
	if page.viewport_size["width"] > 700:
		page.get_by_role("button", name=label, exact=True).click()
	else:
		page.locator(".menu-btn-group button:visible").first.click()
		page.locator(".menu-btn-group .dropdown-menu:visible").get_by_text(label, exact=True).click()
	return dialog_of(page)


def dialog_of(page):
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


def tick(page, names):
	page.evaluate("(names) => frappe.set_route('List', 'MM Meeting Booking', { name: ['in', names] })", names)
	page.wait_for_function(
		"(names) => cur_list?.doctype === 'MM Meeting Booking' && cur_list.data.length === names.length",
		arg=names,
	)
	for name in names:
		page.check(f".list-row-checkbox:visible[data-name='{name}']")


def choose(page, label):
	"""An action of a list, for what is ticked."""
	page.click(".actions-btn-group button:visible")
	page.click(f".actions-btn-group .dropdown-menu:visible >> text={label}")
	return dialog_of(page)
