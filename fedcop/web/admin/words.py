"""The acts of those who run the node, in words; each is said in the language of its reader."""

from typing import Final

from fedcop.tongues import N_

ACTS: Final = {
    "allow-domain": N_("allowed a domain"),
    "block-domain": N_("blocked a domain"),
    "change-mode": N_("changed with whom this node speaks"),
    "take-domain-list": N_("took up a list of domains"),
    "lift-domain": N_("took back what was decided about a domain"),
    "retry-peer": N_("tried a server again"),
    "drop-deliveries": N_("dropped what a server would not take"),
    "clear-mail-address": N_("let mail go to an address again"),
    "retry-mail": N_("had mail tried again"),
    "test-mail": N_("sent a test mail"),
    "admit-person": N_("let somebody join"),
    "change-options": N_("changed how the node is run"),
    "invite-people": N_("invited people"),
    "make-reset-link": N_("made a link for a lost password"),
    "refuse-person": N_("refused somebody who wanted to join"),
    "revoke-invitation": N_("took an invitation back"),
    "set-up-node": N_("set the node up"),
    "create-person": N_("made an account"),
    "disable-person": N_("closed a login"),
    "enable-person": N_("opened a login again"),
    "set-password": N_("set a password"),
    "set-role": N_("changed a role"),
    "assign-report": N_("took a report on, or handed it over"),
    "resolve-report": N_("settled a report"),
    "reopen-report": N_("opened a report again"),
    "remove-post": N_("removed a post"),
    "warn-person": N_("warned somebody"),
    "limit-person": N_("limited somebody"),
    "suspend-person": N_("suspended somebody"),
    "lift-decision": N_("took a decision back"),
    "answer-appeal": N_("answered an appeal"),
    "make-appeal-link": N_("made a link to a decision"),
    "add-rule": N_("added a rule"),
    "change-rule": N_("changed a rule"),
    "move-rule": N_("moved a rule"),
    "remove-rule": N_("took a rule back"),
}
