"""Asking pages over the network, one client or several, and what the times say."""

import http.client
import statistics
import threading
import time
from dataclasses import dataclass, field

#: Behind an address: asked for as htmx asks for a part of a page.
FRAGMENT = "#fragment"


@dataclass
class Times:
    """Seconds per request of one page, and what came."""

    seconds: list[float] = field(default_factory=list)
    size: int = 0
    #: Requests per second while several clients asked at once.
    rate: list[float] = field(default_factory=list)

    def percentile(self, share: int) -> float:
        """The ``share``-th percentile in milliseconds."""
        if len(self.seconds) < 2:
            return self.seconds[0] * 1000
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[share - 1] * 1000


class Wrong(Exception):
    """A page answered otherwise than with 200."""


def ask(port: int, address: str, cookie: str, count: int, times: Times) -> None:
    """``count`` requests over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": cookie, "Accept-Encoding": "identity"}
    if address.endswith(FRAGMENT):
        headers["HX-Request"] = "true"
    for _ in range(count):
        begin = time.perf_counter()
        connection.request("GET", address.removesuffix(FRAGMENT), headers=headers)
        response = connection.getresponse()
        body = response.read()
        times.seconds.append(time.perf_counter() - begin)
        if response.status != 200:
            raise Wrong(f"{address} answers {response.status}")
        times.size = len(body)
    connection.close()


def together(port: int, address: str, cookie: str, clients: int, count: int, times: Times) -> None:
    """``count`` requests by each of ``clients`` at once."""
    errors: list[Exception] = []

    def client() -> None:
        mine = Times()
        try:
            ask(port, address, cookie, count, mine)
        except (Wrong, OSError) as error:
            errors.append(error)
        times.seconds.extend(mine.seconds)
        times.size = mine.size

    threads = [threading.Thread(target=client) for _ in range(clients)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    times.rate.append(clients * count / (time.perf_counter() - begin))
