"""Translate this: a draft in another language, which names the revision it is a translation of."""

from dataclasses import replace
from typing import Final

from starlette.responses import Response

from fedcop.community import communities
from fedcop.community.practice import adaptations, artifact_drafts, lineage
from fedcop.community.practice.wording import license_label
from fedcop.errors import Refused
from fedcop.values import is_language
from fedcop.web import words
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems
from fedcop.web.pages.library import reading
from fedcop.web.pages.library.reading import find_standing
from fedcop.web.pages.library.wishing import version_of

_PLACES: Final = 100


async def show_languages(ask: Ask) -> Response:
    """Say what its licence asks, and ask for the language and the place."""
    return await _page(ask, Problems())


async def translate(ask: Ask) -> Response:
    """Begin a draft of a translation. Raises Refused where the licence does not let one be made."""
    line, row = await find_standing(ask)
    if not adaptations.may_adapt(row.license):
        raise Refused("Its licence allows copies, and no translations of it. Ask its author.")
    language, problems = ask.form.line("language"), Problems()
    if not is_language(language):
        problems.add("language", "Choose the language of the translation.")
    elif language.partition("-")[0] == line.post.language.partition("-")[0]:
        problems.add("language", "The original is in this language.")
    if problems:
        return await _page(ask, problems)
    joined = await communities.list_joined(ask.store, ask.me.id, 0, _PLACES)
    chosen = ask.form.number("community")
    place = next((one.actor.id for one in joined if one.actor.id == chosen), 0)
    wish = await version_of(ask, line, row, place)
    origin = replace(wish.origins[0], relation=lineage.TRANSLATED)
    wish = replace(wish, language=language, origins=(origin,), evidence=row.evidence)
    draft = await ask.do(artifact_drafts.begin, ask.me, wish)
    return ask.go(f"/drafts/{draft.id}")


async def _page(ask: Ask, problems: Problems) -> Response:
    line, row = await find_standing(ask)
    mine = line.post.language.partition("-")[0]
    return await ask.page(
        "translate.html",
        422 if problems else 200,
        line=line,
        row=row,
        problems=problems,
        may=adaptations.may_adapt(row.license),
        keeps=adaptations.keeps(row.license),
        license=license_label(row.license),
        joined=await communities.list_joined(ask.store, ask.me.id, 0, _PLACES),
        tongues=[one for one in words.tongues() if one[0] != mine],
        known=await reading.tongues_of(ask, row),
        chosen=ask.form.line("language"),
    )
