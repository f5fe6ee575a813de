"""A node where something of everything stands, in words without vowels, and what is plain on it.

What people write cannot be translated. Written without vowels, it does not count as words.
"""

import re
from dataclasses import dataclass
from html import unescape

from fedcop import clock
from fedcop.community.drafts import Draft, PollDraft
from fedcop.community.perform import perform
from fedcop.community.posts import write as post_it
from fedcop.community.practice.parts import MeetingPart, QuestionPart
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.store.rows import ActorRow, PostRow
from fedcop.values import Audience
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.library import share
from tests.web.rig import Browser, House
from tests.writing import answer, echo, write

_HIDDEN = re.compile(r"<(style|script|code|pre|time)[ >].*?</\1>", re.DOTALL)
_LANGUAGES = re.compile(r'<select[^>]*name="language"[^>]*>.*?</select>', re.DOTALL)
_OF_PEOPLE = re.compile(
    r'<(div|section|dd|p) class="(?:prose|cite|said-here)[^>]*>.*?</\1>', re.DOTALL
)
_SAID = re.compile(r'\b(?:aria-label|alt|placeholder|title)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_ADDRESS = re.compile(r"https?://\S+|[@#/]\w[\w./@:-]*|\b[\w-]+(?:\.[\w-]+)+\b")
_WORD = re.compile(r"\b[A-Za-z]{3,}\b")
_VOWEL = re.compile(r"[aeiouyAEIOUY]")
_HOUR_MS = 3_600_000


@dataclass(frozen=True)
class Scene:
    """What there is: browsers of three people, and one of each thing."""

    owner: Browser
    member: Browser
    guest: Browser
    post: PostRow
    question: PostRow
    artifact: PostRow
    meeting: PostRow


def plain_words(page: str) -> set[str]:
    """Say which words with vowels a page shows, but for what people wrote."""
    body = re.split(r"<body[^>]*>", page)[-1]
    for what in (_HIDDEN, _LANGUAGES, _OF_PEOPLE):
        body = what.sub("\n", body)
    said = " \n ".join([_TAG.sub("\n", body), *_SAID.findall(body)])
    text = _ADDRESS.sub(" ", unescape(said))
    return {word for word in _WORD.findall(text) if _VOWEL.search(word)}


async def settle(house: House) -> Scene:
    """Fill a node with something of everything."""
    store = house.store
    owner, hers = await house.person("zztn", role="owner", locale="en-XA")
    member, his = await house.person("kllr", locale="en-XA")
    far = await remember_person(store, "https://rvrs.example/u/prtz", display="Prtz")
    group = await make_community(store, owner, "brrk", domain="Brrk grnd.")
    there = await remember_group(store, "https://rvrs.example/c/mlls", display="Mlls")
    for one in (member, far):
        await let_follow(store, one, group)
    await let_follow(store, owner, there)
    post = await write(store, owner, "<p>Gtn mrgn.</p>", title="Hllz", community_id=group.id)
    await answer(store, far, post)
    await answer(store, member, post, poll=PollDraft(("Jj", "Nn"), lasts=_HOUR_MS))
    question = await _asked(house, member, group)
    wish = ArtifactWish(
        "practice",
        title="Fnf Zln",
        abstract="Krz ggn.",
        body="Lng ggn.",
        fields={"whenToUse": "Wnn.", "steps": ["Rst.", "Zwt."]},
        topics=("zwt",),
    )
    artifact = await share(house.parts.reach, owner, wish, community_id=group.id)
    starts = clock.now_ms() + 30 * _HOUR_MS
    part = MeetingPart(starts, starts + _HOUR_MS, timezone="Europe/London", rule="FREQ=WEEKLY")
    met = Draft(title="Trff", content="<p>Kmmt.</p>", community_id=group.id, practice=part)
    meeting = await perform(store, post_it, owner, met)
    await make_person(store, "wrtt", display="Wrtt")
    await echo(store)
    return Scene(hers, his, house.guest(), post, question, artifact, meeting)


async def _asked(house: House, who: ActorRow, group: ActorRow) -> PostRow:
    draft = Draft(
        title="Wrm nchts?",
        content="<p>Wrm.</p>",
        community_id=group.id,
        audience=Audience.PUBLIC,
        practice=QuestionPart(),
    )
    return await perform(house.store, post_it, who, draft)
