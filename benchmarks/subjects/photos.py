"""A photograph of 12 megapixels: how long until it is kept, and what others notice meanwhile."""

import asyncio
import io
import random
import time
from collections.abc import Mapping
from statistics import median
from typing import Final

import uvloop
from PIL import Image

from benchmarks import machine, node
from benchmarks.figures import Figure
from benchmarks.subject import Bench, Subject
from fedcop.assembly import open_store
from fedcop.community import accounts, media
from fedcop.pictures.drawing import Studio
from fedcop.store.batch import Store
from fedcop.store.files import Files

_WIDE, _HIGH = 4000, 3000
_READS: Final = 400
_WORKS: Final = 3


def photograph() -> bytes:
    """Make a picture that is as hard to write as a photograph: forms, and noise over them."""
    forms = random.Random(1).randbytes(200 * 150 * 3)
    noise = random.Random(2).randbytes(_WIDE * _HIGH // 16)
    soft = Image.frombytes("RGB", (200, 150), forms).resize((_WIDE, _HIGH))
    grain = Image.frombytes("L", (_WIDE // 4, _HIGH // 4), noise).resize((_WIDE, _HIGH))
    out = io.BytesIO()
    Image.blend(soft, grain.convert("RGB"), 0.25).save(out, "JPEG", quality=90)
    return out.getvalue()


class Photos(Subject):
    """One process that keeps a photograph and answers others."""

    name = "photos"
    figures = (
        Figure("photo", "12 megapixels kept, seen from outside", "s", goal=1.5, scaled=False),
        Figure("photo-work", "the same ÷ Pillow decoding and writing it", "", scaled=False),
        Figure("photo-others", "a read meanwhile ÷ alone", "", goal=1.1, scaled=False),
    )

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._photo = photograph()

    def prepare(self) -> None:
        """Set up a node that others ask for somebody."""
        databases = self.bench.databases[0]
        self._url = databases.make("photos")
        self._node = node.make_node(self.bench.folder / "photos", self._url)

    def measure(self) -> Mapping[str, float]:
        """Keep it a few times, and read alone and beside it."""
        with machine.on():
            return uvloop.run(self._measure())

    async def _measure(self) -> dict[str, float]:
        store = await open_store(self._node.settings)
        studio, files = Studio(), Files(self.bench.folder / "photos" / "media")
        try:
            await _read(store)  # warm
            await media.keep_picture(files, studio, self._photo)
            alone, beside, spans = [], [], []
            for _ in range(_WORKS):
                alone.append(await _read(store))
                begun = time.perf_counter()
                keeping = asyncio.create_task(media.keep_picture(files, studio, self._photo))
                while not keeping.done():
                    beside.append(await _read(store))
                await keeping
                spans.append(time.perf_counter() - begun)
        finally:
            await store.close()
        kept = median(spans)
        return {
            "photo": kept,
            "photo-work": kept / self._plain(),
            "photo-others": median(beside) / median(alone),
        }

    def _plain(self) -> float:
        """Let Pillow read it and write it again, and no more."""
        begun = time.perf_counter()
        with Image.open(io.BytesIO(self._photo)) as image:
            image.save(io.BytesIO(), "JPEG", quality=88, progressive=True)
        return time.perf_counter() - begun

    def close(self) -> None:
        """Let the database go."""
        self.bench.databases[0].drop(self._url)


async def _read(store: Store) -> float:
    """Say how long some reads take, one after another."""
    begun = time.perf_counter()
    for _ in range(_READS):
        await accounts.find_by_name(store, "ada")
        await asyncio.sleep(0)
    return time.perf_counter() - begun
