"""A finished run as one self-contained page: `write_html`. Pictures are SVG text; no plotting library."""

from dnas.report.page import write_html

__all__ = ["write_html"]
