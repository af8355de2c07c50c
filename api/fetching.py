"""What is asked of the identity provider: over https, without going where its answer points."""

import http.client
import time
from email.message import Message
from typing import IO
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        return None


def is_safe(url: str) -> bool:
    """Whether a URL is one that keys may be read from: https, or http on the same machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )


def fetch_over_http(url: str, *, timeout: float = 5, most: int = 1_000_000) -> bytes:
    """Read a URL of the provider in so many seconds. Raises OSError or ValueError, also for a redirect."""
    if not is_safe(url):
        raise ValueError("an identity provider is asked over https")
    # this machine is not asked by way of a proxy
    proxies = [ProxyHandler({})] if urlsplit(url).hostname in LOOPBACK else []
    ends = time.monotonic() + timeout
    content = b""
    try:
        with build_opener(_NoRedirect, *proxies).open(url, timeout=timeout) as found:
            while part := found.read1(65_536):
                content += part
                if len(content) > most:
                    raise ValueError("the identity provider's answer is too long")
                if time.monotonic() > ends:
                    raise TimeoutError("the identity provider takes too long")
    except http.client.HTTPException as error:
        raise OSError(f"the identity provider does not speak HTTP ({type(error).__name__})") from None
    return content
