"""Rounds: in each, every anchor and every subject once, in another order."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from benchmarks import machine
from benchmarks.figures import Round
from benchmarks.subject import Profile, Subject

T = TypeVar("T")
Say = Callable[[str], None]


@dataclass(slots=True)
class Course:
    """What came of all rounds; who failed is left out from then on."""

    subjects: list[Subject]
    say: Say
    rounds: list[Round] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)

    def prepare(self) -> None:
        """Let every subject make what it needs."""
        for subject in list(self.subjects):
            self._try(subject, "prepares", subject.prepare)

    def run(self, count: int, *, again: bool) -> None:
        """Run some rounds; one that others disturbed is run `again`, once.

        Where that was disturbed too, others are here to stay, and no further round is run again.
        """
        for number in range(1, count + 1):
            found, others = self._round(f"round {number} of {count}")
            if others > machine.DISTURBED:
                self.notes.append(f"round {number}: {others:.0%} of the machine in other hands")
                if again:
                    other_found, other_others = self._round(f"round {number} again")
                    self.notes[-1] += f", {other_others:.0%} when run again"
                    again = other_others <= machine.DISTURBED
                    if other_others < others:
                        found = other_found
            self.rounds.append(found)

    def _round(self, title: str) -> tuple[Round, float]:
        found: dict[str, float] = {}
        watch = machine.Watch()
        for subject in random.sample(self.subjects, len(self.subjects)):
            found.update(self._try(subject, title, subject.measure) or {})
        return found, watch.share_of_others()

    def profile(self) -> dict[str, Profile]:
        """Look at where the time goes, in runs that do not count."""
        found: dict[str, Profile] = {}
        for subject in list(self.subjects):
            found.update(self._try(subject, "profile", subject.profile) or {})
        return found

    def close(self) -> None:
        """Let everything go."""
        for subject in list(self.subjects):
            self._try(subject, "closes", subject.close)

    def _try(self, subject: Subject, title: str, work: Callable[[], T]) -> T | None:
        began = time.monotonic()
        try:
            done = work()
        except (RuntimeError, OSError, TimeoutError) as error:
            self.failures[subject.name] = f"{title}: {error}"
            self.subjects.remove(subject)
            self.say(f"{title}: {subject.name} FAILED: {error}")
            return None
        self.say(f"{title}: {subject.name}, {time.monotonic() - began:.1f} s")
        return done
