"""Pictures for tests: small, red, true."""

import io

from PIL import Image


def picture(form="PNG", size=(80, 40), **more):
    """One that stands still."""
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **more)
    return out.getvalue()


def moving():
    """Three frames that show one after another."""
    frames = [Image.new("RGB", (40, 40), (n * 60, 0, 0)) for n in range(3)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()
