"""A digest at the wrong hour, twice a day, or never, where the clocks change."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from meeting_manager.scheduling.digests import next_digest
from meeting_manager.scheduling.zones import to_instant, to_minute

BERLIN, APIA = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Apia")


@pytest.mark.parametrize(
	("zone", "now", "hour", "expected"),
	[
		pytest.param(BERLIN, "2027-03-01 06:59", 7, "2027-03-01 07:00", id="today"),
		pytest.param(BERLIN, "2027-03-01 07:00", 7, "2027-03-02 07:00", id="not the one that goes now"),
		pytest.param(BERLIN, "2027-12-31 23:59", 0, "2028-01-01 00:00", id="midnight, new year"),
		pytest.param(BERLIN, "2027-03-27 08:00", 7, "2027-03-28 07:00", id="23 hours"),
		pytest.param(BERLIN, "2027-03-28 01:00", 2, "2027-03-28 03:00", id="an hour that is skipped"),
		pytest.param(BERLIN, "2027-10-30 08:00", 7, "2027-10-31 07:00", id="25 hours"),
		pytest.param(APIA, "2011-12-29 12:00", 7, "2011-12-31 00:00", id="a day that is skipped"),
	],
)
def test_next_digest(zone, now, hour, expected):
	at = next_digest(to_minute(datetime.fromisoformat(now).replace(tzinfo=zone)), zone, hour)
	assert to_instant(at, zone).strftime("%Y-%m-%d %H:%M") == expected


def test_an_hour_that_occurs_twice_brings_one_digest():
	first = next_digest(to_minute(datetime(2027, 10, 30, 12, tzinfo=BERLIN)), BERLIN, 2)
	assert to_instant(first, BERLIN).isoformat() == "2027-10-31T02:00:00+02:00"
	assert to_instant(next_digest(first, BERLIN, 2), BERLIN).isoformat() == "2027-11-01T02:00:00+01:00"
