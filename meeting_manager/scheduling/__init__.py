"""The pure core: which instants can be booked, by whom, and what may become of a booking.

Standard library only. No frappe, no clock, no I/O: whoever calls passes `now` and plain values.

- An instant is an integer, minutes since 1970-01-01T00:00Z ("UTC minute"); a wall time is minutes since local midnight.
- An interval is half-open `[start, end)`; a list of intervals is sorted and disjoint. Touching intervals do not collide.
- Results are frozen dataclasses with reason codes; the Frappe layer turns codes into sentences.
"""
