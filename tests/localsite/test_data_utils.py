"""Conversions, the cache, passwords and the context of a site."""

import datetime as dt
import threading
import time

import pytest

pytest_plugins = ["tests.localsite.library"]


@pytest.mark.parametrize(
	("call", "answer"),
	[
		("cint('7.9')", 7),
		("cint('x')", 0),
		("cint(None)", 0),
		("cstr(None)", ""),
		("cstr(b'x')", "x"),
		("flt('1,234.5')", 1234.5),
		("flt('2.345', 2)", 2.35),
		("flt([])", 0.0),
		("getdate('2026-05-01 10:00')", dt.date(2026, 5, 1)),
		("get_datetime('2026-05-01')", dt.datetime(2026, 5, 1)),
		("get_datetime('1 May 2026 10:00')", dt.datetime(2026, 5, 1, 10)),
		("to_timedelta('9:30:15')", dt.timedelta(hours=9, minutes=30, seconds=15)),
		("add_to_date('2026-02-28 23:00:00', hours=1)", "2026-03-01 00:00:00.000000"),
		("add_to_date(getdate('2026-01-31'), months=1)", dt.date(2026, 2, 28)),
		("escape_html('<a href=\"x\">&')", "&lt;a href=&quot;x&quot;&gt;&amp;"),
		("strip_html('<b>x</b>')", "x"),
		("validate_email_address('Alex <alex@example.com>')", "alex@example.com"),
		("validate_email_address('a b@example.com')", ""),
		("validate_email_address('a@example.com, wrong')", "a@example.com"),
		("validate_phone_number('+49 30 1234')", True),
		("validate_phone_number('call me')", False),
		("get_system_timezone()", "Asia/Kolkata"),
	],
)
def test_conversions(frappe, call, answer):
	import frappe.utils

	assert eval(call, vars(frappe.utils)) == answer


def test_now_is_naive_in_the_zone_of_the_site(frappe):
	from zoneinfo import ZoneInfo

	frappe.get_doc("System Settings").update({"time_zone": "America/Caracas"}).save()
	now = frappe.utils.now_datetime()
	expected = dt.datetime.now(ZoneInfo("America/Caracas")).replace(tzinfo=None)
	assert abs(expected - now) < dt.timedelta(seconds=5)
	assert frappe.utils.now().startswith(now.strftime("%Y-%m-%d %H:"))


def test_the_cache_is_shared_by_threads_and_hands_out_copies(library, frappe):
	frappe.cache.set_value("list", [1])
	frappe.cache.get_value("list").append(2)
	assert library.elsewhere(lambda: frappe.cache.get_value("list")) == [1]
	assert frappe.cache.get_value("made", lambda: "new") == "new"
	assert frappe.cache.get_value("made") == "new"
	frappe.cache.delete_keys("li")
	assert frappe.cache.get_value("list") is None
	frappe.cache.delete_value("made")
	assert frappe.cache.get_value("made") is None


def test_the_cache_expires(frappe):
	cache, key = frappe.cache, frappe.cache.make_key("counter")
	assert cache.expire(key, 1) is False
	assert [cache.incrby(key, 2), cache.incrby(key, 1), cache.expire(key, 0.2)] == [2, 3, True]
	cache.set_value("soon", 1, expires_in_sec=0.2)
	cache.set_value("later", 1, expires_in_sec=60)
	assert (cache.get(key), cache.get_value("soon")) == (b"3", 1)
	time.sleep(0.25)
	assert (cache.get(key), cache.get_value("soon"), cache.get_value("later")) == (None, None, 1)


def test_counting_in_threads_loses_nothing(frappe):
	key = frappe.cache.make_key("together")
	threads = [
		threading.Thread(target=lambda: [frappe.cache.incrby(key) for _number in range(200)])
		for _thread in range(8)
	]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert frappe.cache.get(key) == b"1600"


def test_login_passwords_are_salted_hashes(frappe):
	from frappe.utils.password import check_password, update_password

	update_password("Administrator", "one")
	first = frappe.db.sql("select password from __Auth where name = 'Administrator'")
	update_password("Administrator", "one")
	assert frappe.db.sql("select password from __Auth where name = 'Administrator'") != first
	assert check_password("ADMINISTRATOR", "one") == "Administrator"
	for user, password in (("Administrator", "two"), ("Administrator", ""), ("nobody", "one")):
		with pytest.raises(frappe.AuthenticationError):
			check_password(user, password)


def test_encryption_needs_the_key_of_the_site(frappe):
	from cryptography.fernet import Fernet
	from frappe.utils.password import decrypt, encrypt

	secret = encrypt("text")
	assert decrypt(secret) == "text"
	with pytest.raises(frappe.ValidationError, match="Encryption key is invalid"):
		decrypt(secret, Fernet.generate_key())
	with pytest.raises(frappe.ValidationError, match="invalid format"):
		encrypt("text", "short")


def test_hooks_are_listed_app_by_app_and_tuples_spread(frappe):
	assert frappe.get_hooks("app_name") == ["frappe", "library"]
	assert frappe.get_hooks("nothing") == []
	assert frappe.get_hooks("nothing", {}) == {}
	assert frappe.get_doc_hooks()["Author"] == frappe.get_doc_hooks()["Loan"]
	with pytest.raises(frappe.AppNotInstalledError):
		frappe.get_attr("os.path.join")


def test_refusals_carry_their_class_and_message(frappe):
	with pytest.raises(frappe.LinkExpired, match="Gone"):
		frappe.throw("Gone", frappe.LinkExpired, title="Sorry")
	with pytest.raises(frappe.ValidationError):
		frappe.throw("Wrong")
	first, second = frappe.get_message_log()
	assert (first.message, first.title, first.indicator, second.raise_exception) == (
		"Gone",
		"Sorry",
		"red",
		1,
	)


@pytest.mark.parametrize(
	("name", "status"),
	[
		("ValidationError", 417),
		("MandatoryError", 417),
		("AuthenticationError", 401),
		("PermissionError", 403),
		("DoesNotExistError", 404),
		("DuplicateEntryError", 409),
		("LinkExpired", 410),
		("RateLimitExceededError", 429),
		("OutgoingEmailError", 501),
		("CSRFTokenError", 400),
	],
)
def test_exceptions_carry_their_status(frappe, name, status):
	assert getattr(frappe, name).http_status_code == status


def test_cache_counts_in_a_hash_that_is_taken_by_renaming_it(frappe):
	"""As redis-py does it: keys as they come, bytes back."""
	cache = frappe.cache
	counts, taken = cache.make_key("counts"), cache.make_key("taken")
	for key in ("a", "b", "a"):
		cache.hincrby(counts, key, 2)
	assert cache.hlen(counts) == 2
	cache.rename(counts, taken)
	assert (cache.hlen(counts), dict(cache.hscan_iter(counts))) == (0, {})
	assert dict(cache.hscan_iter(taken)) == {b"a": b"4", b"b": b"2"}
	assert cache.unlink(taken) == 1
	assert (cache.unlink(taken), cache.hlen(taken)) == (0, 0)
	with pytest.raises(KeyError):
		cache.rename(counts, taken)
