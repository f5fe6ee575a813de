"""The words of the interface in the language of whoever reads them.

A text is written in English where it is shown: `_("Sign in")`. The catalogue of another language
is one file, `fedcop/tongues/LANGUAGE.po`; what it lacks stays English. Which language applies is
a matter of the context: a door sets it for one request, mail for one letter.
"""

from fedcop.tongues.catalogues import PSEUDO, SOURCE, available, names
from fedcop.tongues.choosing import choose, negotiate
from fedcop.tongues.saying import N_, _, current, ngettext, speaking

__all__ = [
    "N_",
    "PSEUDO",
    "SOURCE",
    "_",
    "available",
    "choose",
    "current",
    "names",
    "negotiate",
    "ngettext",
    "speaking",
]
