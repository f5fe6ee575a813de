"""The process that decodes one picture and draws it anew; it may do nothing else.

It reads a picture from its standard input and writes the new ones to its standard output. Once its
own code is loaded it can open nothing any more, and has so much memory and time and no more.
"""

import io
import json
import os
import resource
import sys
import warnings
from collections.abc import Sequence
from typing import Final

from PIL import (
    GifImagePlugin,
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from fedcop.pictures.blurring import SIDE, blurhash
from fedcop.pictures.looking import MOST_PIXELS

_MEMORY: Final = 1 << 30
_SECONDS: Final = 20
_PATIENCE: Final = 5  # others go first
_KEPT_PIXELS: Final = 8_294_400  # what is larger is made smaller, as 3840 by 2160
_MOVING_PIXELS: Final = 60_000_000  # of all frames together
_MOST_FRAMES: Final = 1_000
_PREVIEW: Final = (640, 640)
_FORMATS: Final = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}
_FAINTEST: Final = 20  # ms that a frame is seen at least

# Loaded now: later no file can be opened.
_PLUGINS: Final = (
    GifImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)


class TooMuch(Exception):  # noqa: N818 - named after what happened
    """It moves for longer than is taken here."""


def confine() -> None:
    """Give up whatever a decoder does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    os.nice(_PATIENCE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def redraw(data: bytes, kind: str) -> tuple[dict[str, object], bytes, bytes]:
    """Draw a picture and its preview anew; says of both what they are."""
    image = Image.open(io.BytesIO(data), formats=(_FORMATS[kind],))
    if image.width * image.height > MOST_PIXELS:
        raise TooMuch
    frames = int(getattr(image, "n_frames", 1))
    if frames > 1 and kind in {"gif", "webp"}:
        whole, first = _moving(image, frames)
        body, form = _animated(whole, kind, _durations(image, frames)), kind
    else:
        first = _still(image)
        form = "png" if kind == "gif" else kind
        body = _saved(first, form)
    preview = first.copy()
    preview.thumbnail(_PREVIEW, Image.Resampling.LANCZOS)
    small_form = "webp" if _clear(preview) else "jpeg"
    small = _saved(preview, small_form)
    told: dict[str, object] = {
        "kind": form,
        "width": first.width,
        "height": first.height,
        "small_kind": small_form,
        "small_width": preview.width,
        "small_height": preview.height,
        "blurhash": _blurred(preview),
    }
    return told, body, small


def _still(image: Image.Image) -> Image.Image:
    """Return the picture upright, in the usual colours, with nothing written beside it."""
    image.load()
    turned = ImageOps.exif_transpose(image)
    clear = _clear(turned)
    profile = turned.info.get("icc_profile")
    drawn = _usual_colours(turned, profile) if profile else turned
    drawn = drawn.convert("RGBA" if clear else "RGB")
    drawn.info = {}
    if drawn.width * drawn.height > _KEPT_PIXELS:
        part = (_KEPT_PIXELS / (drawn.width * drawn.height)) ** 0.5
        size = max(1, int(drawn.width * part)), max(1, int(drawn.height * part))
        drawn = drawn.resize(size, Image.Resampling.LANCZOS)
    return drawn


def _usual_colours(image: Image.Image, profile: bytes) -> Image.Image:
    """Turn colours of a profile into those that everybody shows; a broken profile is left."""
    mode = image.mode if image.mode in {"RGB", "RGBA", "CMYK", "L"} else "RGB"
    plain = image if image.mode == mode else image.convert(mode)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        usual = ImageCms.createProfile("sRGB")
        wanted = "RGBA" if mode == "RGBA" else "RGB"
        turned = ImageCms.profileToProfile(plain, source, usual, outputMode=wanted)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return turned or image


def _moving(image: Image.Image, frames: int) -> tuple[list[Image.Image], Image.Image]:
    if frames > _MOST_FRAMES or image.width * image.height * frames > _MOVING_PIXELS:
        raise TooMuch
    drawn = []
    for number in range(frames):
        image.seek(number)
        frame = image.convert("RGBA" if _clear(image) else "RGB")
        frame.info = {}
        drawn.append(frame)
    return drawn, drawn[0]


def _durations(image: Image.Image, frames: int) -> list[int]:
    found = []
    for number in range(frames):
        image.seek(number)
        found.append(max(int(image.info.get("duration", 100)), _FAINTEST))
    return found


def _animated(frames: Sequence[Image.Image], kind: str, durations: list[int]) -> bytes:
    out = io.BytesIO()
    rest = list(frames[1:])
    if kind == "gif":
        frames[0].save(
            out, "GIF", save_all=True, append_images=rest, duration=durations, loop=0, disposal=2
        )
    else:
        frames[0].save(
            out, "WEBP", save_all=True, append_images=rest, duration=durations, loop=0, method=2
        )
    return out.getvalue()


def _saved(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "jpeg":
        image.convert("RGB").save(out, "JPEG", quality=88, progressive=True)
    elif kind == "png":
        image.save(out, "PNG")
    else:
        image.save(out, "WEBP", quality=85, method=3)
    return out.getvalue()


def _clear(image: Image.Image) -> bool:
    """Whether something can be seen through it."""
    return "A" in image.mode or "transparency" in image.info


def _blurred(image: Image.Image) -> str:
    ground = Image.new("RGB", image.size, (255, 255, 255))
    ground.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return blurhash(ground.resize((SIDE, SIDE), Image.Resampling.BOX).tobytes())


def main() -> None:
    """Draw the picture that comes in; what cannot be drawn ends this process."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    Image.preinit()
    data = sys.stdin.buffer.read()
    confine()
    try:
        told, body, small = redraw(data, sys.argv[1])
    except TooMuch:
        sys.exit(3)
    head = json.dumps({**told, "size": len(body)}).encode()
    sys.stdout.buffer.write(len(head).to_bytes(4, "big") + head + body + small)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
