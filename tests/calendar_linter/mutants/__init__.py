"""Valid data with one break each, and what the linter has to say of it: exactly that."""

from tests.calendar_linter.mutants.events import EVENTS
from tests.calendar_linter.mutants.lines import LINES
from tests.calendar_linter.mutants.methods import METHODS
from tests.calendar_linter.mutants.octets import OCTETS
from tests.calendar_linter.mutants.own import OWN_RULES
from tests.calendar_linter.mutants.values import VALUES

MUTANTS = {**OCTETS, **LINES, **VALUES, **EVENTS, **METHODS, **OWN_RULES}
