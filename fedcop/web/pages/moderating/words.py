"""Reports and decisions in words; each is said in the language of its reader."""

from typing import Final

from fedcop.tongues import N_

CATEGORIES: Final = {
    "spam": N_("It is spam"),
    "violation": N_("It breaks a rule"),
    "legal": N_("It is against the law"),
    "other": N_("Something else"),
}
STATES: Final = {"open": N_("open"), "resolved": N_("settled")}
OUTCOMES: Final = {
    "dismiss": N_("Nothing was done"),
    "remove": N_("The post was removed"),
    "warn": N_("They were warned"),
    "limit": N_("They are shown to their followers alone"),
    "suspend": N_("They were suspended"),
}
ACTS: Final = {
    "dismiss": (N_("Do nothing"), N_("The report is closed; nothing changes.")),
    "remove": (
        N_("Remove the post"),
        N_("It is hidden at once and can come back for 30 days, after an appeal."),
    ),
    "warn": (N_("Warn them"), N_("They are told the reason; nothing else changes.")),
    "limit": (
        N_("Limit them"),
        N_("What they write stays out of public lists; those who follow them read it."),
    ),
    "suspend": (
        N_("Suspend them"),
        N_("What they wrote is hidden here. Somebody of this node cannot sign in either."),
    ),
}
STEPS: Final = {
    "filed": N_("The report came in."),
    "assigned": N_("Somebody works on it."),
    "released": N_("Nobody works on it."),
    "note": N_("Note"),
    "dismiss": N_("Settled: nothing was done."),
    "remove": N_("Settled: the post was removed."),
    "warn": N_("Settled: they were warned."),
    "limit": N_("Settled: they were limited."),
    "suspend": N_("Settled: they were suspended."),
    "answered": N_("Another node says what it did."),
    "reopened": N_("Opened again."),
    "appealed": N_("Another look was asked for."),
    "upheld": N_("Looked at again: it stands."),
    "overturned": N_("Looked at again: it was taken back."),
}
APPEALS: Final = {
    "open": N_("waits to be looked at again"),
    "upheld": N_("looked at again: it stands"),
    "overturned": N_("looked at again: taken back"),
}
YOURS: Final = {
    "remove": N_("Something you wrote was removed."),
    "warn": N_("You are asked to keep to the rules."),
    "limit": N_("What you write is shown to those alone who follow you."),
    "suspend": N_("Your account is suspended."),
}
EVERYBODYS: Final = {
    "remove": N_("A post was removed"),
    "warn": N_("Somebody was warned"),
    "limit": N_("Somebody is shown to their followers alone"),
    "suspend": N_("Somebody was suspended"),
}
