"""Files that come back from a library of ours: kept to the byte, for digests name them."""

from fedcop.community import media
from fedcop.community.media import Kept
from fedcop.pictures import looking
from fedcop.pictures.drawing import Studio
from fedcop.store.files import Files


async def keep(files: Files, studio: Studio, data: bytes, said: str) -> Kept:
    """Keep a file as it is, with its preview when it is a picture. Raises Invalid and Unavailable.

    A picture is drawn all the same, so that it is one; what is kept of that is the preview.
    """
    kind = looking.kind_of(data)
    if not kind:
        return await media.keep_file(files, studio, data, said)
    drawn = await studio.draw(data)
    body = await files.put(data)
    small = await files.put(drawn.small)
    return Kept(
        kind="image",
        mime=f"image/{kind}",
        size=len(data),
        hash=body,
        wide=drawn.width,
        high=drawn.height,
        small_mime=f"image/{drawn.small_kind}",
        small_hash=small,
        small_wide=drawn.small_width,
        small_high=drawn.small_height,
        small_size=len(drawn.small),
        blurhash=drawn.blurhash,
    )
