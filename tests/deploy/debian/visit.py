"""What people do on the node of the page once it stands, by plain forms and over TLS.

visit.py PASSWORD-OF-TOMAS: says each step; ends with an error when one does not come out.
"""

import os
import re
import signal
import subprocess
import sys
import time
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

HERE, THERE = "https://cop.example", "https://river.example"
LETTERS = Path("/srv/letters")
LONG = 60.0


class Forms(HTMLParser):
    """The forms of a page, with what stands in them already."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._named: dict[str, dict[str, str]] = {}
        self._buttons: list[tuple[str, str]] = []
        self.feed(text)
        self.found += [(there, self._named[form]) for there, form in self._buttons]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: text or "" for name, text in attrs}
        if tag == "form":
            self.found.append((given.get("action", ""), {}))
            self._named[given.get("id", "")] = self.found[-1][1]
        elif "formaction" in given and "form" in given:
            self._buttons.append((given["formaction"], given["form"]))
        elif tag == "input" and self.found and given.get("type") in {None, "hidden", "text"}:
            self.found[-1][1][given.get("name", "")] = given.get("value", "")


class Visitor:
    """Somebody with a browser of their own that follows where it is led."""

    def __init__(self) -> None:
        self.client = httpx.Client(follow_redirects=True, timeout=60)
        self.page = httpx.Response(200)

    def open(self, url: str) -> str:
        self.page = self.client.get(url, headers={"Accept": "text/html"})
        assert self.page.status_code == 200, (url, self.page.status_code, self.page.text[:2000])
        return self.page.text

    def send(self, action: str, **fields: str) -> str:
        """Fill in the form of this page that goes to such an address, and send it."""
        url = str(self.page.url)
        forms = Forms(self.page.text).found
        fitting = [one for one in forms if re.search(action, one[0])]
        assert fitting, (action, url, [one[0] for one in forms], self.page.text[:3000])
        there, given = fitting[0]
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        self.page = self.client.post(
            urljoin(url, there), data=given | fields, headers={"Origin": origin}
        )
        assert self.page.status_code == 200, (there, self.page.status_code, self.page.text[:2000])
        return self.page.text


def told(text: str) -> None:
    print(f"# {text}", flush=True)  # noqa: T201 - the transcript


def until(what, why: str):
    end = time.monotonic() + LONG
    while not (found := what()):
        assert time.monotonic() < end, f"not within {LONG} s: {why}"
        time.sleep(0.1)
    return found


def sign_in_through_the_issuer() -> Visitor:
    ana = Visitor()
    ana.open(f"{HERE}/signin?next=/communities")
    link = re.search(r'href="(/oidc/hospital[^"]*)"', ana.page.text)
    ana.open(HERE + link[1].replace("&amp;", "&"))
    told(f"Ana is led to {ana.page.url.host}, and signs in there")
    ana.send("/interaction/", login="ana", password="whatever")
    ana.send("/interaction/")
    assert ana.page.url.host == "cop.example", ana.page.url
    told(f"she is led back to {ana.page.url}, and chooses a handle")
    ana.send("/signin/handle", handle="ana")
    assert ana.page.url.path == "/communities", ana.page.url
    told(f"she is in: {ana.page.url}")
    return ana


def forget_a_password(address: str) -> None:
    guest = Visitor()
    guest.open(f"{HERE}/password/forgot")
    guest.send("/password/forgot", login=address)


def see_a_letter(number: int, address: str) -> None:
    file = LETTERS / f"{number}.eml"
    until(file.exists, "a letter")
    content = file.read_bytes()
    letter = message_from_bytes(content, policy=policy.default)
    assert letter["To"].addresses[0].addr_spec == address
    told(f"a letter came: {letter['Subject']!r}, from {letter['From']}, to {letter['To']}")


def meet(ana: Visitor, password: str) -> tuple[Visitor, str]:
    """Ana and Tomás, of another node, are in one community and read each other."""
    ana.open(f"{HERE}/c/handovers")
    ana.send("/c/handovers/join")
    tomas = Visitor()
    tomas.open(f"{THERE}/signin")
    tomas.send("/signin$", login="tomas", password=password)
    tomas.open(f"{THERE}/lookup")
    tomas.send("/lookup", q="@handovers@cop.example")
    place = str(tomas.page.url)
    told(f"Tomás, at river.example, finds the community: {place}")
    tomas.send("/join$")
    until(lambda: f"{urlsplit(place).path}/write" in tomas.open(place), "he is a member")
    told("and is a member of it")
    words = {"title": "Read back", "text": "Say back what you *heard*.", "audience": "1"}
    ana.open(f"{HERE}/c/handovers/write")
    ana.send("/write$", **words)
    told(f"Ana writes: {ana.page.url}")
    until(lambda: "Say back what you" in tomas.open(place), "her post at river.example")
    told("it is at river.example")
    tomas.open(f"{place}/write")
    tomas.send("/write$", title="Twice", text="We read it back *twice*.", audience="1")
    told(f"Tomás writes: {tomas.page.url}")
    until(lambda: "We read it back" in ana.open(f"{HERE}/c/handovers"), "his post at cop.example")
    told("it is at cop.example")
    return tomas, place


def fedcop(*words: str, code: int = 0, told: bool = True, typed: str = "") -> str:
    """Let the operator ask something."""
    done = subprocess.run(
        ["fedcop", *words],
        check=False,
        text=True,
        input=typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if told:
        print(f"$ fedcop {' '.join(words)}\n{done.stdout}", end="", flush=True)  # noqa: T201
        assert done.returncode == code, done.returncode
    return done.stdout


def certify(name: str, days: int) -> None:
    """Give a neighbour another certificate; nobody goes on by a connection that stands."""
    subprocess.run(["certbot", "--domain", name], check=True, env={**os.environ, "DAYS": str(days)})
    subprocess.run(["nginx", "-s", "stop"], check=True, stderr=subprocess.DEVNULL)
    until(lambda: not Path("/run/nginx.pid").exists(), "nginx to end")
    subprocess.run(["nginx"], check=True)


def let_a_certificate_expire(ana: Visitor, tomas: Visitor, place: str) -> None:
    """What is written meanwhile waits; who looks is told the cause; then it arrives."""
    certify("river.example", -1)
    told("the certificate of river.example has expired")
    ana.open(f"{HERE}/c/handovers/write")
    ana.send("/write$", title="Meanwhile", text="Nothing *is lost*.", audience="1")
    cause = "river.example: its certificate has expired"
    about = ("federation", "peer", "river.example")
    until(lambda: cause in fedcop(*about, told=False), "the cause")
    for words, code in (
        (about, 0),
        (("federation", "test", "river.example"), 1),
        (("federation", "queue"), 0),
        (("check",), 0),
    ):
        assert cause in fedcop(*words, code=code), words
    certify("river.example", 90)
    told("it was renewed")
    fedcop("federation", "retry", "river.example")
    until(lambda: "Meanwhile" in tomas.open(place), "what waited")
    told("what waited is at river.example")


def signal_neighbours(word: str) -> None:
    """Let mail server and issuer go, or come back."""
    log = Path("/srv/neighbours.log")
    before = log.read_text().count(word)
    os.kill(int(Path("/srv/neighbours.pid").read_text()), signal.SIGUSR1)
    until(lambda: log.read_text().count(word) > before, word)


def let_mail_and_sign_on_go(password: str) -> None:
    """Letters wait, the owner comes in by a password; then all is as before."""
    mia = "mia@cop.example"
    fedcop("user", "create", "mia", "--email", mia, told=False)
    signal_neighbours("gone")
    told("the mail server and the issuer are gone")
    forget_a_password(mia)
    guest = Visitor()
    page = guest.client.get(f"{HERE}/oidc/hospital")
    assert page.status_code >= 500, page.status_code
    until(lambda: "nothing is sent" in fedcop("mail", "queue", told=False), "the cause")

    fedcop("check", code=1)
    fedcop("mail", "queue")
    fedcop("user", "password", "aiko", "--password-stdin", typed=f"{password}\n")
    guest.open(f"{HERE}/signin")
    guest.send("/signin$", login="aiko", password=password)
    assert guest.page.url.path == "/home", guest.page.url
    told("the owner is in by a password of the node")
    assert len(list(LETTERS.iterdir())) == 2
    signal_neighbours("ready")
    told("the mail server and the issuer are back")
    fedcop("mail", "retry")
    see_a_letter(3, mia)
    told("the letter that waited came")
    again = Visitor()
    again.open(f"{HERE}/oidc/hospital")
    assert again.page.url.host == "login.hospital.example"


def main() -> None:
    ana = sign_in_through_the_issuer()
    assert len(list(LETTERS.iterdir())) == 1, "the letter of `fedcop mail test`"
    forget_a_password("ana@hospital.example")
    see_a_letter(2, "ana@hospital.example")
    let_a_certificate_expire(ana, *meet(ana, sys.argv[1]))
    let_mail_and_sign_on_go(sys.argv[1])


main()
