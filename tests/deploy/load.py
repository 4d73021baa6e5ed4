"""Ask nginx for pages until the standard input ends, and print what failed.

    python load.py PATH …

Each request has one of many addresses, as the requests of one are limited; half of the readers have
a cookie, so that the server answers and not the cache of nginx.
"""

import http.client
import itertools
import json
import sys
import threading
import time
from collections import Counter

READERS, ADDRESSES = 6, 100
PAUSE = 0.06  # seconds
STOPPED = threading.Event()
COUNTS: Counter[str] = Counter()


def read(number: int, paths: list[str]) -> None:
    headers = {"Host": "example.test", "Connection": "close"}
    if number % 2:
        headers["Cookie"] = "sessionid=of-a-reader"
    addresses = itertools.cycle(f"127.0.{number + 1}.{each + 1}" for each in range(ADDRESSES))
    for path, address in zip(itertools.cycle(paths), addresses, strict=False):
        if STOPPED.wait(PAUSE):
            return
        connection = http.client.HTTPConnection(
            "127.0.0.1", 80, timeout=30, source_address=(address, 0)
        )
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
            COUNTS[str(response.status)] += 1
        except (OSError, http.client.HTTPException) as error:
            COUNTS[f"{error!r} at {time.time():.1f}"] += 1
        finally:
            connection.close()


def main() -> None:
    readers = [threading.Thread(target=read, args=(n, sys.argv[1:])) for n in range(READERS)]
    for reader in readers:
        reader.start()
    sys.stdin.read()
    STOPPED.set()
    for reader in readers:
        reader.join()
    sys.stdout.write(json.dumps(COUNTS))


if __name__ == "__main__":
    main()
