"""The anchor of everything served: Starlette's hello: `… PORT`."""

import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from benchmarks.programs import speaking


async def hello(_request: Request) -> Response:
    """Answer the least."""
    return JSONResponse({"hello": "world"})


if __name__ == "__main__":
    app = Starlette(routes=[Route("/", hello)])
    speaking.run(speaking.serve(app, int(sys.argv[1])))
