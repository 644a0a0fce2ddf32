"""A policy as a booking keeps it, with the price then: JSON with a version. The first one had three numbers and no version."""

from __future__ import annotations

import json
from dataclasses import asdict

from meeting_manager.scheduling.policy import Fee, FeeTier, Policy

VERSION = 2
OF_VERSION_1 = frozenset({"cancel_notice", "reschedule_notice", "max_reschedules"})


def write_policy(policy: Policy, price: int = 0) -> str:
	"""
	:param price: in minor units of the policy's currency.
	"""
	return json.dumps({"version": VERSION, "price": price, **asdict(policy)})


def read_policy(text: str | None) -> tuple[Policy, int]:
	"""The policy, and the price in minor units.

	:raises ValueError: of a version that this app does not know, or with fields that it has not.
	"""
	values = json.loads(text or "{}")
	version = values.pop("version", 1)
	if version == 1 and set(values) <= OF_VERSION_1:
		return Policy(**values), 0
	if version != VERSION:
		raise ValueError(f"a policy of version {version} with {sorted(values)}: update the app to read it")
	try:
		return _of_version_2(values)
	except (KeyError, TypeError) as error:
		raise ValueError(f"no policy of version {VERSION}: {error}") from error


def _of_version_2(values: dict) -> tuple[Policy, int]:
	price = values.pop("price")
	tiers = tuple(FeeTier(row["within"], Fee(**row["fee"])) for row in values.pop("tiers"))
	fee = Fee(**values.pop("no_show_fee"))
	lists = {name: tuple(values.pop(name)) for name in ("reasons", "waivable")}
	return Policy(**values, **lists, tiers=tiers, no_show_fee=fee), price
