"""The words of the interface in the language of whoever reads them.

A text is written in English where it is shown: `_("Sign in")`. The catalogue of another language
is one file, `fedcop/tongues/LANGUAGE.po`; what it lacks stays English. Which language applies is
a matter of the context: a door sets it for one request, mail for one letter.
"""

from fedcop.tongues.catalogues import PLACES, PSEUDO, SOURCE, available, names
from fedcop.tongues.choosing import choose, negotiate
from fedcop.tongues.retelling import as_sentence, refusal, retell
from fedcop.tongues.saying import N_, _, current, ngettext, speaking

__all__ = [
    "N_",
    "PLACES",
    "PSEUDO",
    "SOURCE",
    "_",
    "as_sentence",
    "available",
    "choose",
    "current",
    "names",
    "negotiate",
    "ngettext",
    "refusal",
    "retell",
    "speaking",
]
