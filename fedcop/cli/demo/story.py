"""All that people of the demo talked about, in threads that know nothing of each other."""

from typing import Final

from fedcop.cli.demo.gatherings import GATHERINGS
from fedcop.cli.demo.questions import QUESTIONS
from fedcop.cli.demo.reported import PENS
from fedcop.cli.demo.steps import Thread
from fedcop.cli.demo.talks import TALKS
from fedcop.cli.demo.threads import THREADS as FIRST

THREADS: Final[tuple[Thread, ...]] = (*FIRST, *TALKS, *QUESTIONS, *GATHERINGS, PENS)
