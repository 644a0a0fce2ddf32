"""A request that is given up too early, too late, or never."""

import pytest

from meeting_manager.scheduling.approval import expires_at, has_expired

ASKED = 30_000_000
DAY = 24 * 60


@pytest.mark.parametrize(
	("start", "hours", "until"),
	[
		pytest.param(ASKED + 10 * DAY, 48, ASKED + 2 * DAY, id="so many hours after it was made"),
		pytest.param(ASKED + 10 * DAY, 1, ASKED + 60, id="the shortest wait"),
		pytest.param(ASKED + DAY, 48, ASKED + DAY, id="the meeting begins before that"),
		pytest.param(ASKED + 2 * DAY, 48, ASKED + 2 * DAY, id="the meeting begins just then"),
		pytest.param(ASKED - 60, 48, ASKED - 60, id="asked for after its start, as staff may"),
		pytest.param(ASKED + DAY, 0, None, id="it waits as long as it takes"),
	],
)
def test_a_request_ends_after_its_hours_or_at_its_start(start, hours, until):
	assert expires_at(ASKED, start, hours) == until
	minutes = [start + DAY] if until is None else [until - 1, until, until + 1]
	expected = [False] if until is None else [False, True, True]
	assert [has_expired(ASKED, start, hours, now) for now in minutes] == expected
