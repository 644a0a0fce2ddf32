"""Starts by what the clocks of a zone show."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

from meeting_manager.scheduling.bitmaps import Frame, every
from meeting_manager.scheduling.zones import MINUTES_PER_DAY, DayPiece, day_pieces


@lru_cache(maxsize=256)
def on_grid(frame: Frame, zone: ZoneInfo, interval: int) -> int:
	"""Starts at which the local minute of the day is a multiple of `interval`.

	An hour that occurs twice is on the grid twice, one that is skipped never.
	"""
	bits = 0
	for piece in day_pieces(zone, (frame.origin, frame.end)):
		bits |= _steps(frame, piece, interval)
	return bits


@lru_cache(maxsize=256)
def outside_times_of_day(frame: Frame, zone: ZoneInfo, earliest: int, latest: int) -> int:
	"""Starts at which the local minute of the day is below `earliest` or above `latest`."""
	if earliest <= 0 and latest >= MINUTES_PER_DAY - 1:
		return 0
	bits = 0
	for piece in day_pieces(zone, (frame.origin, frame.end)):
		low, high = piece.midnight + earliest, piece.midnight + latest + 1
		bits |= frame.between(piece.start, min(low, piece.end)) | frame.between(
			max(high, piece.start), piece.end
		)
	return bits


def _steps(frame: Frame, piece: DayPiece, interval: int) -> int:
	first = piece.midnight - (piece.midnight - piece.start) // interval * interval
	if interval % frame.quantum or (first - frame.origin) % frame.quantum:
		return sum(
			frame.between(start, start + 1)
			for start in range(first, piece.end, interval)
			if _fits(frame, start)
		)
	count = -((first - piece.end) // interval)
	return (
		every(count, interval // frame.quantum) << (first - frame.origin) // frame.quantum if count > 0 else 0
	)


def _fits(frame: Frame, start: int) -> bool:
	return (start - frame.origin) % frame.quantum == 0
