"""The least that FastAPI does: one route, one word. For benchmarks/service.py."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/bare")
def bare() -> dict[str, str]:
    """A word."""
    return {"state": "bare"}
