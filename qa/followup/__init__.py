"""Follow-ups: a question that lives on the ones before it, made whole."""

from qa.followup.standalone import LONGEST, standalone

__all__ = ["LONGEST", "standalone"]
