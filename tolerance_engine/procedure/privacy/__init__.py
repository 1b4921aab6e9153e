"""Privacy: text in, text without what identifies a person out. Names are never needed; a pseudonym serves where one is."""

from tolerance_engine.procedure.privacy.pseudonym import Pseudonyms, settled
from tolerance_engine.procedure.privacy.redact import MARKS, Redacted, redact, redact_data

__all__ = ["MARKS", "Pseudonyms", "Redacted", "redact", "redact_data", "settled"]
