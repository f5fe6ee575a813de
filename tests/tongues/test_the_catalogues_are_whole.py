"""Each catalogue has words for every text of the source, and for nothing else."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from docs import refused, words
from fedcop import tongues
from fedcop.tongues import catalogues, ngettext, speaking
from tests.tongues import bare

_FILLED = re.compile(r"%\((\w+)\)[sd]|%%")
_UNFIT = re.compile(r"%(?!\(\w+\)[sd]|%)")


@pytest.fixture(scope="module", name="said")
def _said() -> Catalog:
    return words.said()


@pytest.fixture(params=words.catalogues(), ids=lambda path: path.stem, name="path")
def _path(request: pytest.FixtureRequest) -> Path:
    found = request.param
    assert isinstance(found, Path)
    return found


def test_each_text_of_the_source_has_words(path: Path, said: Catalog) -> None:
    renewed = words.read(words.renew(path.read_text("utf-8"), said))
    assert words.lacking(renewed) == [], "run `make words`, then write what is missing"


def test_nothing_is_kept_that_the_source_does_not_say(path: Path, said: Catalog) -> None:
    renewed = words.read(words.renew(path.read_text("utf-8"), said))
    assert sorted(map(str, renewed.obsolete)) == [], "run `make words`, take the #~ lines out"


def test_nothing_is_only_guessed(path: Path) -> None:
    assert [one.id for one in words.read(path.read_text("utf-8")) if one.id and one.fuzzy] == []


def test_what_is_filled_in_is_the_same_in_the_words(path: Path) -> None:
    catalogue = words.read(path.read_text("utf-8"))
    assert [one.id for one in catalogue if one.id and not _fits(one)] == []


def test_a_catalogue_that_is_up_to_date_is_written_the_same(path: Path, said: Catalog) -> None:
    once = words.renew(path.read_text("utf-8"), said)
    assert words.renew(once, said) == once


def test_another_language_is_one_file(said: Catalog) -> None:
    begun = words.read(words.renew(words.begun("pl"), said))
    assert begun.num_plurals == 3
    assert len(words.lacking(begun)) == len([one for one in said if one.id])


def test_a_plural_form_that_is_missing_is_seen() -> None:
    head = words.begun("de")
    whole = 'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "eins"\n'
    assert words.lacking(words.read(f'{head}\n{whole}msgstr[1] ""\n')) == ["one"]
    assert words.lacking(words.read(f'{head}\n{whole}msgstr[1] "viele"\n')) == []


def test_german_says_one_and_many() -> None:
    assert "de" in tongues.available()
    with speaking("de"):
        forms = [ngettext("%(num)s code is left", "%(num)s codes are left", n) for n in (1, 2)]
    assert forms == ["%(num)s Code ist übrig", "%(num)s Codes sind übrig"]
    assert catalogues.names()["de"] == "Deutsch"


def test_templates_say_everything_through_a_catalogue() -> None:
    said = {name: bare.bare(text) for name, text in bare.templates().items()}
    speechless = {name: words for name, words in said.items() if words}
    assert speechless == {}, "say these words with _() or ngettext()"


def test_templates_take_only_their_own_texts_for_markup() -> None:
    unsafe = {name: bare.unsafe(text) for name, text in bare.templates().items()}
    assert {name: calls for name, calls in unsafe.items() if calls} == {}
    assert len(bare.unsafe("{{ _(post.title) }} {{ _('Title') }}")) == 1


def test_what_is_refused_is_gathered_from_the_source() -> None:
    source = """
_MISSING: Final = "There is none."
raise NotFound(_MISSING)
raise Invalid(f"title: write {_MOST:,} characters at most")
problems.add("team", "Say where." if x else f"It has {n} of {m}.")
raise Malformed("no")
"""
    assert refused.texts_of(source) == [
        "There is none.",
        "Write %(one)s characters at most.",
        "Say where.",
        "It has %(one)s of %(two)s.",
    ]


def test_words_outside_of_a_catalogue_are_found() -> None:
    assert bare.bare("<p>Good morning</p>") == ["Good morning"]
    assert bare.bare('<a aria-label="More">{{ x }}</a>') == ["More"]
    assert bare.bare('{{ field("a", "Name of it") }}') == ["Name of it"]
    assert bare.bare('<p class="soft">{{ _("Good morning") }} · <code>a b</code></p>') == []


def _fits(one: Message) -> bool:
    texts = one.id if isinstance(one.id, (list, tuple)) else (one.id,)
    said = one.string if isinstance(one.string, (list, tuple)) else (one.string,)
    wanted = {frozenset(_FILLED.findall(text)) for text in texts}
    filled = any(_FILLED.search(text) for text in texts)
    return all(
        (not text or frozenset(_FILLED.findall(text)) in wanted)
        and not (filled and _UNFIT.search(text))
        for text in said
    )
