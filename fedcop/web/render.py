"""Templates to pages. Everything is escaped, but for the HTML that the store holds sanitised."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from fedcop import __version__, clock, tongues
from fedcop.community.offices import Right
from fedcop.community.practice.kinds import EVIDENCE
from fedcop.community.reached import Reach
from fedcop.community.timelines import Line
from fedcop.settings import Settings
from fedcop.values import Audience
from fedcop.web import assets, bits, paths, practice, shown, words
from fedcop.web.compiled import COMPILED

_LINES: Final = 2_000


class Lines:
    """Posts as they stand in pages: rendered once for all who see them alike."""

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._kept = bits.Kept(_LINES)

    def threads(
        self, lines: Sequence[Line], *, pinned: bool = False, where: bool = False
    ) -> Markup:
        """Show threads in a list."""
        make, look = self._macro("thread_line"), ("thread", pinned, where)
        now = clock.now_ms()
        return _joined(
            self._kept.get((*look, *_shown(line, now)), make, line, pinned, where) for line in lines
        )

    def stream(self, lines: Sequence[Line], *, named: bool = True) -> Markup:
        """Show posts in a stream: home, a profile, a hashtag."""
        make, now = self._macro("stream_line"), clock.now_ms()
        return _joined(
            self._kept.get(("stream", named, *_via(line), *_shown(line, now)), make, line, named)
            for line in lines
        )

    def replies(
        self,
        lines: Sequence[Line],
        may: "May",
        reached: "Reaches",
        host: str,
        below: Mapping[int, Markup] = MappingProxyType({}),
    ) -> Markup:
        """Show the replies of a thread, with what their reader may do, and how far theirs came.

        `below` stands below some of them: what is said of an answer.
        """
        make, tail, now = self._macro("reply"), self._macro("reached"), clock.now_ms()
        pieces = []
        for line in lines:
            key = ("reply", *_own(line, may, now), *_shown(line, now))
            pieces.append(self._kept.get(key, make, line, may))
            if piece := below.get(line.post.id):
                pieces.append(piece)
            if reach := reached.get(line.post.id):
                pieces.append(Markup(tail(reach, host, line.depth)))  # noqa: S704 - by a template
        return _joined(pieces)

    def _macro(self, name: str) -> "_Macro":
        return _Macro(self._env, name)


class _Macro:
    """A macro of the lines, looked up only when it is needed."""

    __slots__ = ("_env", "_name")

    def __init__(self, env: Environment, name: str) -> None:
        self._env = env
        self._name = name

    def __call__(self, *facts: object) -> str:
        module = self._env.get_template("lines.html").module
        return str(getattr(module, self._name)(*facts))


Reaches = Mapping[int, Reach]  # by post
# Who reads (0: a guest), as a steward, may they answer, and who asked, where it is a question.
May = tuple[int, bool, bool, int]


def _joined(pieces: Iterable[Markup]) -> Markup:
    return Markup("\n".join(pieces))  # noqa: S704 - each of them was made by a template


def _shown(line: Line, now: int) -> tuple[Hashable, ...]:
    """Name all that the picture of a post depends on."""
    post = line.post
    return (
        post.id,
        post.version,
        post.replies,
        bits.age(post.published, now),
        post.bumped,
        bits.age(post.bumped, now),
        line.author.version,
        line.community.version if line.community else 0,
        line.practice,
        now // words.YEAR,
        tongues.current(),
    )


def _via(line: Line) -> tuple[int, int]:
    return (line.via.id, line.via.version) if line.via else (0, 0)


def _own(line: Line, may: May, now: int) -> tuple[Hashable, ...]:
    """Name what the picture of a reply depends on besides, for one reader."""
    reader, steward, answer, asker = may
    mine, edited = reader == line.post.author_id, bits.age(line.post.edited, now)
    above = (line.above.post.id, line.above.post.version) if line.above else ()
    return (
        bool(reader),
        mine,
        steward,
        answer,
        asker == line.author.id,
        line.liked,
        line.boosted,
        line.depth,
        edited,
        above,
    )


def environment(settings: Settings) -> Environment:
    """Make the templates of one node."""
    env = Environment(
        loader=PackageLoader("fedcop.web"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
        bytecode_cache=COMPILED,
        extensions=["jinja2.ext.i18n"],
    )
    # Which language is asked when a text is said, so all languages share the compiled templates.
    env.install_gettext_callables(  # type: ignore[attr-defined]  # what the extension adds
        tongues._, tongues.ngettext, newstyle=True
    )
    excerpts, lines = bits.Excerpts(), Lines(env)
    env.globals |= {
        "node": settings,
        "version": __version__,
        "asset": cache(assets.load().url),
        "Audience": Audience,
        "Right": Right,
        "tongue": tongues.current,
        "spoken_here": tongues.names,
        "LONG": words.LONG,
        "ICONS": words.ICONS,
        "WRITERS": words.WRITERS,
        "grouped": words.grouped,
        "path_of": paths.of_actor,
        "path_of_post": paths.of_post,
        "handle": lambda actor: bits.handle(actor, settings.host),
        "beginning": excerpts.of,
        "gist": excerpts.after_title,
        "shown": shown.look,
        "track": shown.track,
        "thread_lines": lines.threads,
        "stream_lines": lines.stream,
        "reply_lines": lines.replies,
    }
    _teach(env)
    return env


def _teach(env: Environment) -> None:
    """Let templates draw the pieces that many pages share."""
    for piece in (bits.icon, bits.glyph, bits.badge, bits.who, bits.when, bits.pill, bits.act):
        env.globals[piece.__name__] = piece
    env.globals |= {"toggle": bits.toggle, "hue": bits.hue, "scripted": bits.script}
    env.globals["EVIDENCE"] = EVIDENCE
    env.globals |= {"kind_badge": practice.kind_badge, "status_chip": practice.status_chip}
    env.globals["status_words"] = practice.status_words
    env.filters |= {
        "stored": stored,
        "day": words.day,
        "span": words.span,
        "exactly": words.exactly,
        "instant": clock.iso,
        "agent": words.agent,
        "tongue": words.tongue,
        "said": tongues.retell,
        "refused": tongues.refusal,
        "language": bits.language,
        "web": bits.web,
    }


def stored(html: str) -> Markup:
    """Show HTML of the store as it is: it was sanitised before it was kept.

    The one place where a template does not escape; whatever is piped through it must be the
    `content` of a post or revision, or the `summary` of an actor, and nothing else.
    """
    return Markup(html)  # noqa: S704 - sanitised when written, see markup.sanitise
