"""How many hostile calls there are: the tests are so many that a smaller scale counts twice."""

from tests.load.scale import scale


def sized(number: int) -> int:
	"""The number at scale 1; a hundredth of it at a tenth of the scale."""
	return max(1, round(number * min(scale(), scale() ** 2)))
