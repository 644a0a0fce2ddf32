"""Which properties there are, with their types and parameters (RFC 5545, 3.7 and 3.8; RFC 7986, 5; RFC 9073)."""

from dataclasses import dataclass

WORDS = frozenset({"ALTREP", "LANGUAGE"})
PEOPLE = frozenset({"CN", "DIR", "SENT-BY", "LANGUAGE", "EMAIL", "SCHEDULE-AGENT", "SCHEDULE-STATUS"})
INVITED = PEOPLE | {
	"CUTYPE",
	"MEMBER",
	"ROLE",
	"PARTSTAT",
	"RSVP",
	"DELEGATED-TO",
	"DELEGATED-FROM",
	"SCHEDULE-FORCE-SEND",
}
EVENT = frozenset({"VEVENT", "VTODO", "VJOURNAL"})
CALENDAR = frozenset({"VCALENDAR"})
ALARM = frozenset({"VALARM"})
ZONE = frozenset({"VTIMEZONE"})
RULE = frozenset({"STANDARD", "DAYLIGHT"})


@dataclass(frozen=True)
class PropertyRule:
	"""
	:param types: the default first; several only with VALUE.
	:param within: the components that may hold it.
	"""

	types: tuple[str, ...]
	within: frozenset[str]
	parameters: frozenset[str] = frozenset()
	many: bool = False
	is_utc: bool = False
	needs_value_type: bool = False
	choices: frozenset[str] = frozenset()
	least: int | None = None
	most: int | None = None


def _rule(types: str, within: frozenset[str], parameters=frozenset(), **others) -> PropertyRule:
	return PropertyRule(tuple(types.split()), within, frozenset(parameters), **others)


def _choice(within: frozenset[str], words: str) -> PropertyRule:
	return _rule("TEXT", within, choices=frozenset(words.split()))


PROPERTIES = {
	"PRODID": _rule("TEXT", CALENDAR),
	"VERSION": _rule("TEXT", CALENDAR),
	"CALSCALE": _rule("TEXT", CALENDAR),
	"METHOD": _rule("TEXT", CALENDAR),
	"NAME": _rule("TEXT", CALENDAR, WORDS, many=True),
	"REFRESH-INTERVAL": _rule("DURATION", CALENDAR, needs_value_type=True),
	"SOURCE": _rule("URI", CALENDAR, needs_value_type=True),
	"COLOR": _rule("TEXT", CALENDAR | EVENT),
	"IMAGE": _rule("URI BINARY", CALENDAR | EVENT, {"DISPLAY", "ALTREP", "FMTTYPE", "ENCODING"}, many=True),
	"CONFERENCE": _rule("URI", EVENT, {"FEATURE", "LABEL", "LANGUAGE"}, many=True, needs_value_type=True),
	"X-WR-CALNAME": _rule("TEXT", CALENDAR, WORDS),
	"X-PUBLISHED-TTL": _rule("DURATION", CALENDAR),
	"UID": _rule("TEXT", CALENDAR | EVENT | ALARM | {"VFREEBUSY"}),
	"SEQUENCE": _rule("INTEGER", EVENT, least=0),
	"DTSTAMP": _rule("DATE-TIME", EVENT | {"VFREEBUSY"}, is_utc=True),
	"CREATED": _rule("DATE-TIME", EVENT, is_utc=True),
	"LAST-MODIFIED": _rule("DATE-TIME", CALENDAR | EVENT | ZONE, is_utc=True),
	"DTSTART": _rule("DATE-TIME DATE", EVENT | RULE | {"VFREEBUSY"}, {"TZID"}),
	"DTEND": _rule("DATE-TIME DATE", EVENT | {"VFREEBUSY"}, {"TZID"}),
	"DURATION": _rule("DURATION", EVENT | ALARM),
	"RECURRENCE-ID": _rule("DATE-TIME DATE", EVENT | RULE, {"TZID", "RANGE"}),
	"EXDATE": _rule("DATE-TIME DATE", EVENT, {"TZID"}, many=True),
	"RDATE": _rule("DATE-TIME DATE PERIOD", EVENT | RULE, {"TZID"}, many=True),
	"RRULE": _rule("RECUR", EVENT | RULE),
	"SUMMARY": _rule("TEXT", EVENT | ALARM, WORDS),
	"DESCRIPTION": _rule("TEXT", CALENDAR | EVENT | ALARM, WORDS),
	"LOCATION": _rule("TEXT", EVENT, WORDS),
	"COMMENT": _rule("TEXT", EVENT | RULE | {"VFREEBUSY"}, WORDS, many=True),
	"CONTACT": _rule("TEXT", EVENT | {"VFREEBUSY"}, WORDS, many=True),
	"CATEGORIES": _rule("TEXTS", CALENDAR | EVENT, {"LANGUAGE"}, many=True),
	"RESOURCES": _rule("TEXTS", EVENT, WORDS, many=True),
	"RELATED-TO": _rule("TEXT", EVENT, {"RELTYPE"}, many=True),
	"REQUEST-STATUS": _rule("TEXT", EVENT | {"VFREEBUSY"}, {"LANGUAGE"}, many=True),
	"GEO": _rule("FLOATS", EVENT),
	"PRIORITY": _rule("INTEGER", EVENT, least=0, most=9),
	"STATUS": _rule("TEXT", EVENT),
	"CLASS": _choice(EVENT, "PUBLIC PRIVATE CONFIDENTIAL"),
	"TRANSP": _choice(EVENT, "OPAQUE TRANSPARENT"),
	"URL": _rule("URI", CALENDAR | EVENT | {"VFREEBUSY"}),
	"ATTACH": _rule("URI BINARY", EVENT | ALARM, {"FMTTYPE", "ENCODING"}, many=True),
	"ORGANIZER": _rule("CAL-ADDRESS", EVENT | {"VFREEBUSY"}, PEOPLE),
	"ATTENDEE": _rule("CAL-ADDRESS", EVENT | ALARM | {"VFREEBUSY"}, INVITED, many=True),
	"ACTION": _choice(ALARM, "AUDIO DISPLAY EMAIL"),
	"TRIGGER": _rule("DURATION DATE-TIME", ALARM, {"RELATED"}),
	"REPEAT": _rule("INTEGER", ALARM, least=0),
	"TZID": _rule("TEXT", ZONE),
	"TZURL": _rule("URI", ZONE),
	"TZNAME": _rule("TEXT", RULE, {"LANGUAGE"}, many=True),
	"TZOFFSETFROM": _rule("UTC-OFFSET", RULE),
	"TZOFFSETTO": _rule("UTC-OFFSET", RULE),
}
