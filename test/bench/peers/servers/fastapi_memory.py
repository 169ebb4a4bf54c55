"""What a small balancer in FastAPI costs: configuration and count in memory. One process, so the count is exact."""

import itertools
from urllib.parse import urlsplit

from fastapi import FastAPI, HTTPException
from fastapi.responses import RedirectResponse

cdn_host, ratio = "cdn.example.com", 10
turns = itertools.count(1)
app = FastAPI()


@app.get("/")
async def balance(video: str) -> RedirectResponse:
    url = urlsplit(video)
    server, _, suffix = (url.hostname or "").partition(".")
    if suffix != "origin-cluster":
        raise HTTPException(403, "host not allowed")
    location = video if next(turns) % ratio == 0 else f"{url.scheme}://{cdn_host}/{server}{url.path}"
    return RedirectResponse(location, 302, {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"})
