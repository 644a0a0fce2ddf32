from pypika.functions import Avg, Coalesce, Count, IfNull, Max, Min, Sum
from pypika.terms import Function

__all__ = ["Avg", "Coalesce", "Count", "Function", "IfNull", "Max", "Min", "Sum"]
