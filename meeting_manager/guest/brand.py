"""The brand as a guest page wears it."""

from meeting_manager.presentation.colors import (
	DARK_SURFACE,
	DARK_TINT,
	LIGHT_SURFACE,
	LIGHT_TINT,
	brand_colors,
)


def brand_style(color: str | None) -> str:
	"""Return the CSS that sets the brand's custom properties in light and in dark."""
	light = _properties(color, LIGHT_SURFACE, LIGHT_TINT)
	dark = _properties(color, DARK_SURFACE, DARK_TINT)
	return f":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}"


def _properties(color: str | None, surface: str, tint: float) -> str:
	colors = brand_colors(color, surface, tint)
	return (
		f"--brand:{colors['fill']};--on-brand:{colors['on_fill']}"
		f";--brand-ink:{colors['ink']};--brand-tint:{colors['tint']}"
	)
