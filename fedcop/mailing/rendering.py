"""A letter in words: subject, plain text and HTML, in the language of its reader."""

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Final

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined, TemplateNotFound

from fedcop import clock, tongues
from fedcop.errors import Malformed
from fedcop.mailing import saying
from fedcop.mailing.stops import StopLink, digest_stop
from fedcop.markup.text import one_line
from fedcop.settings import Settings
from fedcop.store.rows import LetterRow

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_SUBJECT: Final = 200


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says."""

    subject: str
    text: str
    html: str


def render_letter(chosen: Settings, row: LetterRow, stop: StopLink | None = None) -> Words:
    """Put a letter into words. Raises Malformed when nobody has written words for its kind."""
    facts: Mapping[str, object] = orjson.loads(row.facts)
    text_file, html_file = _templates()
    try:
        text = text_file.get_template(f"{row.kind}.txt")
        html = html_file.get_template(f"{row.kind}.html")
    except TemplateNotFound as error:
        raise Malformed(f"{row.kind}: there are no words for this kind of letter") from error
    with tongues.speaking(tongues.choose([row.locale, *chosen.languages])):
        known = {
            "facts": facts,
            "node": chosen,
            "stop": stop,
            "quotes": chosen.mail_bodies,
            "language": tongues.current(),
            "stop_digest": partial(digest_stop, chosen, row.account_id),
        }
        context = text.new_context(known)
        subject = one_line("".join(text.blocks["subject"](context)), _LONGEST_SUBJECT)
        known["subject"] = subject
        return Words(subject, _tidied(text.render(known)), html.render(known))


@cache
def _templates() -> tuple[Environment, Environment]:
    """Read the templates: as text as they are, as HTML with everything escaped."""
    return _environment(escape=False), _environment(escape=True)


def _environment(*, escape: bool) -> Environment:
    env = Environment(
        loader=PackageLoader("fedcop.mailing"),
        autoescape=escape,  # noqa: S701 - plain text is read as it is
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.filters["day"] = lambda at: f"{clock.utc(at):%Y-%m-%d}"
    env.install_gettext_callables(  # type: ignore[attr-defined]  # by the extension
        tongues._, tongues.ngettext, newstyle=True
    )
    env.globals.update(say=saying.say, moment=saying.moment)
    return env


def _tidied(text: str) -> str:
    """Leave at most one empty line between paragraphs."""
    lines: list[str] = []
    for line in text.strip().split("\n"):
        bare = line.rstrip() if line != "-- " else line
        if bare or (lines and lines[-1]):
            lines.append(bare)
    return "\n".join(lines) + "\n"
