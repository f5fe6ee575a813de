"""Forms as they stand in a page: what a browser would send when somebody fills them in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_TICKED = frozenset({"checkbox", "radio"})
_PRESSED = frozenset({"submit", "image", "button", "reset"})


@dataclass(slots=True)
class Form:
    """One form: where it leads, and what it says as it stands, without its buttons."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # all that can be filled in

    def filled(self, words: dict[str, str]) -> list[tuple[str, str]]:
        """Fill it in; raises KeyError for a field that is not there."""
        for name in words:
            if name not in self.names:
                raise KeyError(
                    f"{self.action}: it has no field {name}; it has {sorted(self.names)}"
                )
        kept = [(name, value) for name, value in self.fields if name not in words]
        return [*kept, *words.items()]


class _Reader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._text: tuple[str, list[str]] | None = None  # of a textarea
        self._select = ""
        self._ids: dict[str, Form] = {}
        self._elsewhere: list[tuple[str, Form | None, str]] = []  # where, of which form, its id

    def lead_elsewhere(self) -> list[Form]:
        """List what buttons send that lead elsewhere than their form, also from outside of it."""
        found = []
        for action, form, number in self._elsewhere:
            whole = self._ids.get(number) if number else form
            if whole is not None:
                found.append(Form(action, whole.method, list(whole.fields), set(whole.names)))
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._form)
            self._ids[given.get("id", "")] = self._form
        if tag == "button" and "formaction" in given:
            self._elsewhere.append((given["formaction"], self._form, given.get("form", "")))
        if self._form is None:
            return
        name = given.get("name", "")
        if tag in {"input", "button"} and name:
            self._take(tag, name, given)
        elif tag == "textarea" and name:
            self._form.names.add(name)
            self._text = (name, [])
        elif tag == "select" and name:
            self._form.names.add(name)
            self._select = name
        elif tag == "option" and self._select:
            self._choose(given)

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._text is not None and self._form is not None:
            name, parts = self._text
            # A browser leaves out the first line break, which is there for the parser alone.
            self._form.fields.append((name, "".join(parts).removeprefix("\n")))
            self._text = None

    def _take(self, tag: str, name: str, given: dict[str, str]) -> None:
        form = self._form
        if form is None:
            return
        form.names.add(name)
        kind = given.get("type", "text" if tag == "input" else "submit")
        if kind in _PRESSED or kind == "file" or "disabled" in given:
            return
        if kind in _TICKED and "checked" not in given:
            return
        form.fields.append((name, given.get("value", "on" if kind in _TICKED else "")))

    def _choose(self, given: dict[str, str]) -> None:
        form = self._form
        if form is None:
            return
        known = [at for at, (name, _) in enumerate(form.fields) if name == self._select]
        if "selected" in given or not known:
            for at in reversed(known):
                del form.fields[at]
            form.fields.append((self._select, given.get("value", "")))


def read_forms(page: str) -> list[Form]:
    """Read the forms of a page; a button that leads elsewhere makes one of its own."""
    reader = _Reader()
    reader.feed(page)
    return [*reader.forms, *reader.lead_elsewhere()]
