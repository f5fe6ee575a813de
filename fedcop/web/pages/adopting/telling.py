"""Let what somebody told of applying a practice be shown as a value story, or no longer."""

from starlette.responses import Response

from fedcop.community.practice import stories
from fedcop.web.ask import Ask


async def show(ask: Ask) -> Response:
    """Show a story to one of the two whose it is, and whether both agree."""
    asked = await stories.find(ask.store, ask.me, ask.number("id"))
    return await ask.page("story.html", asked=asked, cycles=stories.CYCLES)


async def decide(ask: Ask) -> Response:
    """Agree, or withdraw that."""
    number = ask.number("id")
    verb = stories.agree if ask.form.line("agree") else stories.withdraw
    await ask.do(verb, ask.me, number)
    return ask.go(f"/n/{number}/story")
