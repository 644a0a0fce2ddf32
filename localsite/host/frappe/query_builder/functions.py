from pypika.functions import Avg, Coalesce, Count, IfNull, Max, Min, Sum

__all__ = ["Avg", "Coalesce", "Count", "IfNull", "Max", "Min", "Sum"]
