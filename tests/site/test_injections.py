"""A guest's text stays text: in mails it adds no header, part, recipient, tag, fetch or calendar line, and loses no booking."""

import pytest

from tests.site.injected_bookings import FIELDS, Injector
from tests.site.injected_mail import canary
from tests.site.injections import payloads

STRIDE = 40
"""Each field gets so few of the payloads, and all of the kinds that were made for it; the load test sends all to all."""
MADE_FOR = {
	"customer_email": ["addresses"],
	"customer_name": ["lines"],
	"notes": ["files"],
	"reason": ["files"],
}


@pytest.fixture
def injector(http, consulting, queued_mails):
	return Injector(http, consulting, queued_mails)


def test_there_are_enough_payloads(site):
	found = payloads(site.local.site)
	assert len(set(found)) == len(found) >= 200


def test_injected_text_stays_text(site, injector):
	with canary() as (address, asked):
		found = payloads(site.local.site, address)
		for number, (function, argument) in enumerate(FIELDS):
			fitting = payloads(site.local.site, address, MADE_FOR.get(argument, []))
			for payload in [*fitting, *found[number % STRIDE :: STRIDE]]:
				injector.inject(function, argument, payload)
	assert asked == []
	print(f"\n{injector.codes.total()} injections: {dict(injector.codes)}, {injector.checked} mails read")


@pytest.mark.parametrize(
	"name",
	[
		"=?utf-8?q?=0d=0aBcc=3a_b=40example=2eorg?=",
		"=?utf-8?b?DQpCY2M6IGJAZXhhbXBsZS5vcmc=?=",
		"=?utf-8?q?=0d=0a=0d=0a=3Ch1=3Ex?=",
		"=?us-ascii?Q?=0aBcc=3ab=40example=2eorg?= =?utf-8?q?=0ax=3ay?=",
		"==??utf-8?q?=0ax=3ay?=",
	],
)
def test_encoded_word_in_a_name_is_no_header(injector, name):
	"""Python decodes it on the way into the Subject, with its line ends."""
	assert injector.inject("create_booking", "customer_name", name) == 200
