"""Mail: what is owed becomes words and is handed to the mail server.

A new kind of letter is two files in `templates`: `KIND.txt`, which says its subject in a block of
that name, and `KIND.html`; each begins with `{% extends "base.txt" %}` or `"base.html"` and says
the rest in the block `body`. They know `facts` (what was given to `letters.owe`), `node` (`name`,
`origin`, `host`, `organization`), `quotes` (whether what people wrote may stand in this letter),
and write every text as `{{ _("…") }}`, in the language of the reader. In `.html` these help:
`{{ button(address, words) }}`, `{{ card(title, text, address) }}`. `say(kind, who)` and
`moment(ms, zone)` put notices and times into words. A letter that one can stop has the fact
`stop`, as `fedcop.community.stopping` calls it; then its foot and its headers say how.

Whoever owes a letter asks `letters.possible(settings)` first, in the door: a node without a mail
server owes none.
"""
