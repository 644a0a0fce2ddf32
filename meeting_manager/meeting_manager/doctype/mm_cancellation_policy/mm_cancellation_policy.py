from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from meeting_manager.adapters.fields import first_repeated, validate_count
from meeting_manager.scheduling.money import is_currency, to_minor
from meeting_manager.scheduling.policy import FEE, LIMITS, NOTICE, REASON, Fee, FeeTier, Policy

LONGEST_NOTICE = 10 * 366 * 24
MOST_RESCHEDULES = 1000
WAIVED_BY_FIELD = {
	"waive_notice": NOTICE,
	"waive_limits": LIMITS,
	"waive_fee": FEE,
	"waive_reason": REASON,
}


class MMCancellationPolicy(Document):
	"""Until when customers cancel and reschedule, how often, and at what fee; a booking keeps a copy of it."""

	def before_validate(self):
		self.currency = (self.currency or "").strip().upper()

	def validate(self):
		self.validate_numbers()
		self.validate_currency()
		self.validate_fees()
		self.validate_reasons()

	def validate_numbers(self):
		for fieldname in ("cancel_notice_hours", "reschedule_notice_hours"):
			validate_count(self, fieldname, 0, LONGEST_NOTICE)
		for fieldname in ("max_reschedules", "max_recent_reschedules"):
			validate_count(self, fieldname, 0, MOST_RESCHEDULES)
		for row in self.fee_tiers:
			validate_count(row, "within_hours", 1, LONGEST_NOTICE)
		repeated = first_repeated(str(row.within_hours) for row in self.fee_tiers)
		if repeated:
			frappe.throw(_("Two fees hold within {0} hours. Remove one of the rows").format(repeated))

	def validate_currency(self):
		if self.currency and not is_currency(self.currency):
			frappe.throw(
				_("Currency: {0} is no code of a currency. Write one such as EUR").format(
					escape_html(self.currency)
				)
			)
		if not self.currency and any(amount or percent for _place, amount, percent in self._fees()):
			frappe.throw(_("Currency: a policy with fees needs one, such as EUR"), frappe.MandatoryError)

	def validate_fees(self):
		for place, amount, percent in self._fees():
			if amount and percent:
				frappe.throw(_("{0}: give an amount or a percentage, not both").format(place))
			if not 0 <= percent <= 100:
				frappe.throw(_("{0}: use 0 to 100 percent").format(place))
			self._require_amount(place, amount)

	def _require_amount(self, place: str, amount: float):
		try:
			is_amount = to_minor(amount, self.currency) >= 0
		except (ValueError, OverflowError):
			is_amount = False
		if not is_amount:
			frappe.throw(_("{0}: {1} is no amount of {2}").format(place, amount, self.currency))

	def _fees(self) -> Iterator[tuple[str, float, int]]:
		yield _("No-Show Fee"), self.no_show_amount or 0, self.no_show_percent or 0
		for row in self.fee_tiers:
			yield _("Row {0}").format(row.idx), row.fee_amount or 0, row.fee_percent or 0

	def validate_reasons(self):
		for row in self.reasons:
			row.reason = (row.reason or "").strip()
		repeated = first_repeated(row.reason for row in self.reasons)
		if repeated:
			frappe.throw(_("{0} is in the list of reasons twice. Remove one of the rows").format(repeated))

	def as_policy(self) -> Policy:
		return Policy(
			cancel_notice=(self.cancel_notice_hours or 0) * 60,
			reschedule_notice=(self.reschedule_notice_hours or 0) * 60,
			max_reschedules=self.max_reschedules or 0,
			max_recent_reschedules=self.max_recent_reschedules or 0,
			currency=self.currency or "",
			tiers=tuple(
				FeeTier(row.within_hours * 60, self._fee(row.fee_amount, row.fee_percent))
				for row in self.fee_tiers
			),
			no_show_fee=self._fee(self.no_show_amount, self.no_show_percent),
			is_first_cancellation_free=bool(self.first_cancellation_free),
			is_reason_required=bool(self.reason_required),
			reasons=tuple(row.reason for row in self.reasons),
			waivable=tuple(part for field, part in WAIVED_BY_FIELD.items() if self.get(field)),
		)

	def _fee(self, amount: float | None, percent: int | None) -> Fee:
		return Fee(to_minor(amount or 0, self.currency), percent or 0)
