"""What the organization says of its node, as it wrote it or as it follows from the settings."""

from typing import Final

from starlette.responses import RedirectResponse, Response

from fedcop.community import house_rules, retention, texts
from fedcop.tongues import N_, _
from fedcop.web.ask import Ask

TITLES: Final = {
    "privacy": N_("Privacy"),
    "terms": N_("Terms of use"),
    "conduct": N_("Code of conduct"),
    "imprint": N_("Imprint"),
    "accessibility": N_("Accessibility"),
}


async def show(ask: Ask) -> Response:
    """Show one of the texts, or its draft; lead to it where it stands elsewhere."""
    kind = ask.place.strip("/")
    options = await ask.site.options.get(ask.store)
    elsewhere = {"terms": options.terms, "privacy": options.privacy}.get(kind, "")
    if elsewhere.startswith("https://"):
        return RedirectResponse(elsewhere, 302)
    text = await texts.find_text(ask.store, kind)
    rules = await house_rules.list_rules(ask.store) if kind == "conduct" else []
    kept = await _kept(ask) if kind == "privacy" else []
    return await ask.page(
        "legal/text.html", kind=kind, title=TITLES[kind], text=text, rules=rules, kept=kept
    )


async def _kept(ask: Ask) -> list[tuple[str, int, str]]:
    """Say how long what is kept: in words, how many days, and how it is where it is not days."""
    looked = await retention.look(ask.store)
    decided = [(_(one.rule.words), one.days, _("for ever")) for one in looked]
    given = retention.fixed(ask.site.settings)
    return decided + [(_(one.words), one.days, _(one.said) if one.said else "") for one in given]
