"""Follow-ups: a question that lives on the ones before it, made whole."""

from qa.followup.standalone import LONGEST, Speaks, standalone

__all__ = ["LONGEST", "Speaks", "standalone"]
