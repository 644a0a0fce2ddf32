"""What every guest page owes to everyone: contrast, room to touch, names, and no scrolling sideways."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE

BOOK = "/book/consulting/discovery-call"
VIEWS = ["departments", "types", "day", "booked", "reschedule", "cancel", "cancelled", "invalid"]

LOW_CONTRAST = """
() => {
	const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
	const rgba = (color) => {
		canvas.clearRect(0, 0, 1, 1);
		canvas.fillStyle = color;
		canvas.fillRect(0, 0, 1, 1);
		return [...canvas.getImageData(0, 0, 1, 1).data];
	};
	const luminance = (color) => {
		const [r, g, b] = rgba(color).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const ground = (element) => {
		for (let e = element; e; e = e.parentElement) {
			const color = getComputedStyle(e).backgroundColor;
			if (rgba(color)[3] === 255) return color;
		}
		return getComputedStyle(document.documentElement).backgroundColor;
	};
	const found = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const element = walker.currentNode.parentElement;
		if (!walker.currentNode.data.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
		if (element.closest(":disabled, .skip, td:not(:has(button))")) continue;
		const [one, two] = [luminance(getComputedStyle(element).color), luminance(ground(element))].sort((a, b) => b - a);
		const ratio = (one + 0.05) / (two + 0.05);
		if (ratio < 4.5) found.push(`${walker.currentNode.data.trim()}: ${ratio.toFixed(2)}`);
	}
	return found;
}
"""

SMALL_TARGETS = """
() => [...document.querySelectorAll("a, button, input:not([type=hidden]), textarea")]
	.filter((element) => element.checkVisibility() && !element.closest(".skip"))
	.map((element) => [element, (element.closest("label") || element).getBoundingClientRect()])
	.filter(([, box]) => box.height < 44 || box.width < 44)
	.map(([element, box]) => `${element.outerHTML.slice(0, 80)} ${box.width}×${box.height}`)
"""

NAMELESS = """
() => [...document.querySelectorAll("button, a, input:not([type=hidden]), textarea, img")]
	.filter((e) => !(e.ariaLabel || e.innerText?.trim() || e.labels?.[0]?.innerText.trim() || e.alt || e.querySelector("img[alt]")))
	.filter((e) => e.checkVisibility())
	.map((e) => e.outerHTML)
"""


@pytest.fixture
def show(request):
	"""Bring a page into one of its states: `show(page, "cancel")`."""

	def bring(page, view):
		needs_booking = view in ("reschedule", "cancel", "cancelled")
		bring_into(page, view, request.getfixturevalue("booked") if needs_booking else None)

	return bring


def bring_into(page, view: str, booked) -> None:
	if view in ("departments", "types", "day", "booked"):
		page.goto({"departments": "/book", "types": "/book/consulting"}.get(view, BOOK))
	elif view == "invalid":
		page.goto("/reschedule-booking?token=" + "A" * 43)
	else:
		page.goto(booked.reschedule_path if view == "reschedule" else booked.cancel_path)
	if view in ("day", "booked", "reschedule"):
		page.locator("#days td button").last.click()
		page.locator("#times label").first.click()
	if view == "booked":
		page.get_by_label("Name").fill("Alex Example")
		page.get_by_label("Email").fill("alex@example.com")
	if view in ("booked", "cancelled"):
		page.locator("form[method=post] .button").click()
		page.wait_for_selector("#outcome")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_readable_and_reachable(open_browser, show, view, scheme):
	page = open_browser(
		color_scheme=scheme, viewport=PHONE, timezone_id="Europe/London", reduced_motion="reduce"
	)
	show(page, view)
	page.mouse.move(0, 0)
	assert page.evaluate(LOW_CONTRAST) == []
	assert page.evaluate(SMALL_TARGETS) == []
	assert page.evaluate(NAMELESS) == []
	assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
	assert page.locator("h1").count() == 1 and page.locator("main").count() == 1
	assert page.evaluate("document.documentElement.lang") == "en"
	ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
	assert len(ids) == len(set(ids))


@pytest.mark.parametrize("width", [320, 768, DESKTOP["width"], 1920])
def test_no_width_makes_the_picker_scroll_sideways(open_browser, show, width):
	page = open_browser(viewport={"width": width, "height": 800})
	show(page, "reschedule")
	assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_dark_is_dark_and_light_is_light(open_browser):
	for scheme, is_dark in (("light", False), ("dark", True)):
		page = open_browser(color_scheme=scheme)
		page.goto("/book")
		color = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
		assert (int(color.removeprefix("rgb(").split(",")[0]) < 64) is is_dark


def test_the_confirmation_prints_without_buttons(page, show):
	show(page, "booked")
	page.emulate_media(media="print", color_scheme="light")
	assert page.locator(".ticket").is_visible()
	assert not page.locator(".actions").is_visible()


def test_the_focus_can_be_seen(page):
	page.goto(BOOK)
	page.locator("#days td button").first.focus()
	page.keyboard.press("ArrowRight")
	width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
	assert width == "3px"
