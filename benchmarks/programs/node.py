"""The web half of a node, as its peers and people meet it: `… FEDCOP.TOML PORT`."""

import sys
from pathlib import Path

from benchmarks.programs import speaking
from fedcop import app, settings
from fedcop.assembly import open_parts
from fedcop.cli.running import settle


async def serve(file: Path, port: int) -> None:
    """Answer until told to stop, with what `fedcop serve` tells its server."""
    parts = await open_parts(settings.load(file, {}))
    settle()
    options = {"ws": "none", "lifespan": "off", "proxy_headers": False, "server_header": False}
    try:
        await speaking.serve(app.build(parts), port, **options)
    finally:
        await parts.close()


if __name__ == "__main__":
    speaking.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
