"""The engine against the definition, start by start, on random cases around changes of the clocks."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from meeting_manager.scheduling.explain import table, why
from tests.core.definition import Case
from tests.core.handed_over import least_margin, reason_codes, search_of
from tests.core.random_cases import cases

MARGINS = st.sampled_from([0, 5, 24 * 60])
"""What is loaded beyond what the rules look at must not matter."""


@given(cases(), MARGINS)
@settings(deadline=None, max_examples=120)
def test_starts_are_those_of_the_definition(case: Case, margin):
	openings = search_of(case, least_margin(case) + margin).openings()
	assert openings.starts() == case.starts()


@given(cases(), st.integers(0, 4))
@settings(deadline=None, max_examples=80)
def test_reasons_are_those_of_the_definition(case: Case, first):
	"""None of them exactly where the start is offered with the member."""
	search = search_of(case)
	openings = search.openings()
	for start in case.possible_starts()[first::3]:
		for member in case.members:
			found = reason_codes(why(search, member.name, start))
			assert found == case.why(member, start), (start, member.name)
			is_offered = member.name in openings.members_at(start) or any(
				member.name in session.members for session in openings.sessions_at(start)
			)
			assert is_offered is not bool(found), (start, member.name)


@given(cases())
@settings(deadline=None, max_examples=40)
def test_members_and_sessions_of_each_start_are_those_of_the_definition(case: Case):
	openings = search_of(case).openings()
	for start in case.possible_starts():
		free = case.free(start)
		assert openings.members_at(start) == free
		assert openings.has_any(start, start + 1) is case.is_offered(start)
		sessions = [(session.seats_taken, session.members) for session in openings.sessions_at(start)]
		assert [seats for seats, _ in sessions] == sorted((seats for seats, _ in sessions), reverse=True)
		joinable = [] if case.against_any(start) else case.joinable(start)
		assert sorted(members for _, members in sessions) == sorted(joinable)


@given(cases())
@settings(deadline=None, max_examples=40)
def test_table_is_what_is_offered(case: Case):
	search = search_of(case)
	rows = table(search, *case.window)
	assert [row.start for row in rows if row.is_offered] == case.starts()
	names = {member.name: member for member in case.members}
	for row in rows:
		assert {name: reason_codes(reasons) for name, reasons in row.reasons.items()} == {
			name: case.why(member, row.start) for name, member in names.items()
		}
	sessions = {start for start, _ in case.sessions()}
	on_grid = {start for start in case.possible_starts() if "between steps" not in case.against_type(start)}
	assert {row.start for row in rows} == on_grid | sessions.intersection(case.possible_starts())


@given(cases(), st.tuples(st.integers(1, 4), st.integers(0, 4), st.integers(0, 4)))
@settings(deadline=None, max_examples=25)
def test_lengths_that_are_no_multiple_of_five_are_rounded_to_the_safe_side(case: Case, more):
	asked = case.type
	odd = replace(
		asked,
		duration=asked.duration + more[0],
		before=asked.before + more[1],
		after=asked.after + more[2],
	)
	case = replace(case, type=odd)
	assert set(search_of(case).openings().starts()) <= set(case.starts())
