"""Every payload in every field that a guest fills: refused by name, or booked with mails that hold it as text only."""

import time

from tests.load.hostile.size import sized
from tests.load.scale import scale
from tests.site.injected_bookings import FIELDS, Injector
from tests.site.injected_mail import canary
from tests.site.injections import payloads


def test_every_payload_in_every_field(http, site, consulting, queued_mails, report):
	begin = time.monotonic()
	injector = Injector(http, consulting, queued_mails)
	with canary() as (address, asked):
		found = payloads(site.local.site, address)
		stride = max(1, len(found) // sized(len(found)))
		for number, (function, argument) in enumerate(FIELDS):
			for payload in found[number % stride :: stride]:
				injector.inject(function, argument, payload)
	assert asked == []
	report(
		"injections",
		scale=scale(),
		payloads=len(found),
		fields=len(FIELDS),
		injections=injector.codes.total(),
		codes=dict(sorted(injector.codes.items())),
		mails=injector.checked,
		fetches=0,
		seconds=round(time.monotonic() - begin),
	)
