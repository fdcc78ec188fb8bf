"""The figures of the office over whole months, and the visits behind each of them."""

from botram.web.coordinators.summary import figures, files, visit_list
from botram.web.coordinators.summary.blueprint import blueprint

__all__ = ["blueprint", "figures", "files", "visit_list"]
