"""How a table is described that keeps something of people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """What one table keeps of somebody."""

    table: str
    words: str  # what it is, for whom it is about; empty: they are not given it
    own: tuple[str, ...] = ()  # the columns that say whose it is
    through: tuple[str, str, str] | None = None  # a column, the table whose id it is, whose that is
    named: tuple[str, ...] = ()  # the columns by which what is others' names them
    uris: tuple[str, ...] = ()  # the columns with their uri
    key: str = "id"  # the column that tells its rows apart
    mail: str = ""  # the column with their mail address
    secret: tuple[str, ...] = ()  # the columns that are given to nobody
    people: tuple[str, ...] = ()  # other columns with somebody's id, to be said as a handle
    blank: tuple[str, ...] = ()  # the columns that forget them at the end, in place of the row
    wipe: str = ""  # what else is said then of such a row, or of their own that stays
    why: str = ""  # why they are not given it, or why it stays
    stays: bool = False  # what is left of it at the end

    @property
    def given(self) -> bool:
        """Whether somebody is given what is theirs of it."""
        return bool(self.words)

    @property
    def naming(self) -> tuple[str, ...]:
        """The columns by which a row goes with the person."""
        return () if self.stays else tuple(c for c in self.own + self.named if c not in self.blank)


def of_posts(table: str, words: str, column: str = "post_id") -> Kept:
    """Say of a table that its rows belong to posts, and go with them."""
    return Kept(table, words, through=(column, "post", "author_id"))
