from pypika.functions import Avg, Coalesce, Concat, Count, DistinctOptionFunction, IfNull, Max, Min, Sum

__all__ = ["Avg", "Coalesce", "Concat", "Count", "GroupConcat", "IfNull", "Max", "Min", "Sum"]


class GroupConcat(DistinctOptionFunction):
	def __init__(self, column, alias=None):
		super().__init__("GROUP_CONCAT", column, alias=alias)
