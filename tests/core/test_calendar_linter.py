"""The linter of calendar data: silent on what is valid, and exact about each break."""

import copy
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calendar_linter import RULES, lint, lint_mail, lint_mail_of_many, lint_own
from tests.calendar_linter.mutants import MUTANTS
from tests.calendar_linter.mutants.mails import MAILS, good
from tests.calendar_linter.mutants.mutant import SAMPLES, folded, found
from tests.calendar_linter.samples import OTHERS, OWN


def lint_for(sample):
	return lint_own if sample in OWN else lint


@pytest.mark.parametrize("sample", SAMPLES)
def test_valid_data_passes(sample):
	assert lint_for(sample)(SAMPLES[sample]) == []


def test_a_counter_may_be_of_a_cancelled_meeting():
	"""RFC 5546, 3.2.7."""
	assert lint(OTHERS["outlook-counter"].replace(b"STATUS:CONFIRMED", b"STATUS:CANCELLED")) == []


def test_valid_mail_passes_as_it_stands_and_as_it_arrives():
	arrived = message_from_bytes(good().as_bytes(policy=policy.SMTP), policy=policy.default)
	assert (lint_mail(good()), lint_mail(arrived)) == ([], [])


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS)
def test_break_is_named(mutant):
	assert found(lint_for(mutant.sample)(mutant.data())) == sorted(mutant.codes)


@pytest.mark.parametrize(("mail", "codes"), MAILS.values(), ids=MAILS)
def test_break_of_a_mail_is_named(mail, codes):
	assert found(lint_mail(mail)) == list(codes)


def mail_of_many(names=("a.ics", "b.ics"), in_body=False):
	"""Two invitations as files."""
	mail = good()
	alternative, invite = mail.get_payload()
	if not in_body:
		alternative.get_payload().pop()
	mail.get_payload().append(copy.deepcopy(invite))
	for part, name in zip(mail.get_payload()[1:], names, strict=True):
		part.set_param("filename", name, header="Content-Disposition", replace=True)
	return mail


def test_a_mail_of_several_invitations_has_each_as_a_file_of_its_own_name():
	assert lint_mail_of_many(mail_of_many()) == []
	assert found(lint_mail_of_many(mail_of_many(in_body=True))) == ["mail-alternative text/calendar"]
	assert found(lint_mail_of_many(mail_of_many(("a.ics", "a.ics")))) == ["mail-attachment filename"]
	assert found(lint_mail_of_many(mail_of_many(("a.ics", "b.txt")))) == ["mail-attachment filename"]


def test_every_rule_is_broken_once():
	told = [code for mutant in MUTANTS.values() for code in mutant.codes]
	told += [code for _mail, codes in MAILS.values() for code in codes]
	assert {code.split(" ")[0] for code in told} == set(RULES)


def test_finding_says_where_it_is_and_which_rule_it_is():
	(finding,) = lint(OTHERS["google-reply"].replace(b"OPAQUE", b"BUSY"))
	assert str(finding) == "line 21: bad-choice TRANSP (RFC 5545, 3.8)"


@settings(deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.integers(0), st.integers(0, 2), st.binary(max_size=2))
def test_linter_itself_survives_any_octets(sample, place, removed, inserted):
	data = SAMPLES[sample]
	place %= len(data)
	lint_own(data[:place] + inserted + data[place + removed :])
	lint_own(inserted)


@pytest.mark.parametrize("extra", range(4))
def test_fold_of_the_mutants_keeps_characters_whole(extra):
	line = b"X:" + b"a" * extra + "ö€😀".encode() * 30
	assert all(len(piece) <= 75 and piece.decode() for piece in folded(line).split(b"\r\n"))
