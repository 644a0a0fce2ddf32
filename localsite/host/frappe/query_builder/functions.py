from pypika.functions import (
	Abs,
	Avg,
	Cast,
	Coalesce,
	Count,
	IfNull,
	Length,
	Lower,
	Max,
	Min,
	Sum,
	Upper,
)
from pypika.terms import Function

__all__ = [
	"Abs",
	"Avg",
	"Cast",
	"Coalesce",
	"Count",
	"Function",
	"IfNull",
	"Length",
	"Lower",
	"Max",
	"Min",
	"Sum",
	"Upper",
]
