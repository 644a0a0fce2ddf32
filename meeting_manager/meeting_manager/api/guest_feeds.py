"""The calendars behind secret addresses."""

from meeting_manager.meeting_manager.api.guest_errors import refuse_link
from meeting_manager.meeting_manager.doctype.mm_calendar_feed.mm_calendar_feed import find_feed
from meeting_manager.notifications.feeds import Feed, read_feed


def open_feed(token: str) -> Feed:
	"""
	:raises InvalidLinkError: the address was ended, or whose calendar it was is gone or disabled.
	"""
	found = find_feed(token)
	feed = found and read_feed(found.kind, found.holder)
	return feed or refuse_link()
