"""From a question to a better revision on three real nodes: by plain HTTP, and with a browser."""

import asyncio
import shutil
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
from playwright.async_api import Page as Tab
from playwright.async_api import async_playwright

from fedcop.cli.demo.example.command import play
from fedcop.cli.demo.example.forms import read_forms
from fedcop.cli.demo.example.script import Script
from fedcop.cli.demo.example.visitor import Page
from fedcop.cli.output import Output
from fedcop.errors import Unavailable

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
STEPS = 17
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--mute-audio"]
# Fill in what a person would, and find the button they would press.
_FILL = """([action, words, press]) => {
  const path = url => new URL(url, location.href).pathname;
  const [name, value] = press.split('=');
  const wanted = b => press ? b.name === name && b.value === value
    : !b.name && !b.formAction.includes('#');
  const all = [...document.querySelectorAll('button')].filter(b => b.form);
  const leads = b => path(b.hasAttribute('formaction') ? b.formAction : b.form.action);
  const there = all.filter(b => leads(b).endsWith(action));
  const button = there.find(wanted) || there.find(b => b.hasAttribute('formaction'));
  if (!button) return `no button leads to ${action}`;
  for (const [field, text] of Object.entries(words)) {
    const found = [...button.form.elements].filter(e => e.name === field);
    if (!found.length) return `no field ${field}`;
    const radio = found.find(e => e.type === 'radio' && e.value === text);
    if (radio) radio.checked = true;
    else found[0].value = text;
    for (let e = found[0]; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true;
  }
  button.setAttribute('data-pressed', '');
  return '';
}"""

pytestmark = pytest.mark.timeout(900)


@dataclass
class BrowserVisitor:
    """Somebody with a browser: fills in what they see, and presses its buttons."""

    name: str
    origin: str
    tab: Tab

    async def open(self, path):
        answer = await self.tab.goto(f"{self.origin}{path}")
        return await self._shown(answer)

    async def send(self, at, action, words, press=""):
        await self.open(at)
        wrong = await self.tab.evaluate(_FILL, [action, words, press])
        assert not wrong, f"{self.name} at {at}: {wrong}"
        button = self.tab.locator("[data-pressed]")
        async with self.tab.expect_navigation() as going:
            await button.click()
        return await self._shown(await going.value)

    async def _shown(self, answer):
        path = self.tab.url.removeprefix(self.origin).partition("#")[0]
        if answer is None or answer.status != 200:
            said = " ".join((await self.tab.inner_text("main")).split())[:300]
            raise Unavailable(f"{self.name} at {path}: {answer and answer.status}: {said}")
        return Page(path, await self.tab.content())


async def test_each_step_is_as_it_should_be_while_one_node_is_gone(capsys):
    assert await play(Output(json=True), outage=True) == STEPS
    assert capsys.readouterr().out.count('"checked"') == STEPS


@pytest.mark.skipif(CHROMIUM is None, reason="chromium: there is none here; install it")
async def test_the_same_with_a_browser():
    async with AsyncExitStack() as stack:
        playwright = await stack.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        stack.push_async_callback(browser.close)

        async def visit(name, origin):
            context = await browser.new_context(java_script_enabled=True)
            context.set_default_timeout(60_000)
            return BrowserVisitor(name, origin, await context.new_page())

        assert await play(Output(quiet=True), outage=False, visit=visit) == STEPS


async def test_a_step_that_fails_is_noticed(monkeypatch):
    async def nothing(_):
        await asyncio.sleep(0)
        raise Unavailable("nothing was asked")

    monkeypatch.setattr(Script, "ask", nothing)
    with pytest.raises(Unavailable, match="nothing was asked"):
        await play(Output(quiet=True), outage=False)


def test_forms_are_read_as_a_browser_reads_them():
    page = """<form id="act" method="post" action="/home"><input name="csrf" value="x"></form>
    <button form="act" formaction="/t/1/accept/2" name="a" value="1">Yes</button>
    <form method="post" action="/a/1/edit"><textarea name="body">
one &amp; two
</textarea><select name="kind"><option value="a">A</option><option value="b" selected>B</option>
    </select><select name="first"><option value="p">P</option><option value="q">Q</option></select>
    <input type="checkbox" name="ours" checked><input type="checkbox" name="minor" value="1">
    <input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked>
    <input type="file" name="upload"><button name="save" value="1">Save</button></form>"""
    act, edit, accept = read_forms(page)
    assert (act.action, accept.action, accept.fields) == ("/home", "/t/1/accept/2", [("csrf", "x")])
    assert edit.fields == [
        ("body", "one & two\n"),
        ("kind", "b"),
        ("first", "p"),
        ("ours", "on"),
        ("r", "2"),
    ]
    assert dict(edit.filled({"minor": "1", "kind": "a"}))["kind"] == "a"
    with pytest.raises(KeyError, match="no field nothing"):
        edit.filled({"nothing": "1"})
