"""What guests may send to the guest functions: what is right, nearly right, and anything at all."""

from __future__ import annotations

from inspect import signature

from hypothesis import strategies as st

from tests.site.factories import next_monday

MONDAY = next_monday().isoformat()
LONGEST = 300
# fmt: off
ODD_TEXTS = [
	"", " ", "\0", "%", "%s", "{0}", "{{7*7}}", "null", "[]", "{}", '["like", "%"]', "' OR 1=1 -- ",
	"\ud800", "\u202e", "../../etc/passwd", "\r\nX: y", "x" * 141, "x" * 10_001, "<b>", "0", "-1",
	"1e999", "NaN", "=1+1", "a@b", "١", "\U0001f9d1\u200d\U0001f680", "e\u0301", "2027-02-30", "24:00",
	"9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:55:00-14:00", "2027-03-28T02:30:00+01:00",
	"2027-W01-1", "20270301", "10:00+00:00", "10:00-23:59", "Factory", "posixrules",
	"Europe/../Europe/Berlin", "localtime", "Europe/berlin", "UTC+1", "Etc/GMT+12",
]
# fmt: on

ALIENS = ("data", "doctype", "args", "kwargs", "self", "flags", "key", "request", "é", "__class__")

any_text = st.one_of(
	st.sampled_from(ODD_TEXTS),
	st.text(max_size=LONGEST),
	st.text(st.characters(), max_size=40),
	st.text("0123456789-:T+Z. ", max_size=30),
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), any_text)
any_json = st.recursive(
	scalars,
	lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
	max_leaves=8,
)
dates = st.dates().map(str) | st.just(MONDAY)
times = st.times().map(lambda time: f"{time:%H:%M}") | st.sampled_from(["10:00", "11:30", "02:30+01:00"])
instants = st.datetimes(timezones=st.timezones()).map(str) | st.just(f"{MONDAY}T10:00:00+00:00")
emails = st.emails() | st.just("alex@example.com")
BY_NAME = {
	"date": dates,
	"start_date": dates,
	"end_date": dates,
	"new_date": dates,
	"time": times,
	"new_time": times,
	"start": instants,
	"timezone": st.timezone_keys(),
	"customer_timezone": st.timezone_keys(),
	"customer_email": emails,
	"customer_phone": st.from_regex(r"\+?[0-9][0-9 ().-]{2,18}", fullmatch=True),
	"customer_name": st.text(max_size=90) | st.just("Alex Example"),
	"notes": st.text(max_size=LONGEST),
	"reason": st.text(max_size=LONGEST),
	"idempotency_key": st.text(max_size=60),
}


def guest_functions() -> dict[str, list[str]]:
	"""The names of the arguments, by the function's name."""
	from meeting_manager.meeting_manager.api import public

	return {
		name: list(signature(function).parameters)
		for name, function in vars(public).items()
		if getattr(function, "__module__", "") == public.__name__ and not name.startswith("_")
		if hasattr(function, "__wrapped__")
	}


def arguments_of(function: str, proper: dict, real: dict[str, list[str]]) -> st.SearchStrategy[dict]:
	"""
	:param proper: what a good call sends.
	:param real: texts that mean something on this site, by the argument's name.
	"""
	values = {name: _values_of(name, real.get(name, [])) for name in guest_functions()[function]}
	alien = st.dictionaries(st.sampled_from(ALIENS), any_json, max_size=2)
	return st.fixed_dictionaries({}, optional=values) | alien.map(lambda more: {**more, **proper})


def spoiled(
	function: str, argument: str, proper: dict, real: dict[str, list[str]]
) -> st.SearchStrategy[dict]:
	"""A good call but for one argument."""
	others = {"date": "", "time": ""} if argument == "start" else {}
	values = _values_of(argument, real.get(argument, []))
	return values.map(lambda value: {**proper, **others, argument: value})


def _values_of(name: str, real: list[str]) -> st.SearchStrategy:
	right = [st.sampled_from(real)] * 3 if real else []
	near = [st.sampled_from(real).flatmap(_near)] if real else []
	own = [BY_NAME[name]] * 2 if name in BY_NAME else []
	return st.one_of(*right, *near, *own, any_text, any_json)


def _near(text: str) -> st.SearchStrategy[str]:
	return st.builds(
		lambda position, sign: text[: position % (len(text) + 1)] + sign + text[position % (len(text) + 1) :],
		st.integers(0, 100),
		st.text(max_size=3),
	)
