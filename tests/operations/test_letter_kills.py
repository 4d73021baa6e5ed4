"""kill -9 at random moments, two senders at once and refusals: each recipient gets one message.

`RECIPIENTS=5000 KILLS=10 pytest tests/operations/test_letter_kills.py` takes minutes.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter

import pytest

from tests.kills import KILLS
from tests.letters.smtp import Faults, MailServer

pytestmark = pytest.mark.slow
RECIPIENTS = int(os.environ.get("RECIPIENTS", "400"))
LONGEST_RUN = 4  # seconds until a kill; the modules take one to load


def faults_of(rng):
    """Refuse one address of a hundred for good, and one of twenty once or twice."""
    faults = Faults()
    for number in range(RECIPIENTS):
        address, chance = f"r{number}@example.org", rng.random()
        if chance < 0.01:
            faults.recipients[address] = "550 5.1.1 No such user"
        elif chance < 0.06:
            faults.recipients[address] = ["451 4.7.1 Later"] * rng.randint(1, 2)
    return faults


class Office:
    """The mailing of a site, and the processes that send it."""

    def __init__(self, site):
        self.site = site
        self.processes = []

    def do(self, *what):
        return self.site.manage("-m", "tests.letters.content", *what)

    def start(self):
        self.processes.append(self.site.start("send_letters", "--seconds", "600"))

    def kill(self, index):
        process = self.processes.pop(index)
        process.send_signal(signal.SIGKILL)
        process.communicate()

    def wait(self):
        for process in self.processes:
            output = process.communicate()[0]
            assert process.returncode == 0, output
        self.processes.clear()

    def count(self):
        return json.loads(self.do("count").splitlines()[-1])


def test_each_recipient_gets_one_message(small_site):
    rng = random.Random(27)  # noqa: S311
    faults = faults_of(rng)
    refused = {key for key, answer in faults.recipients.items() if isinstance(answer, str)}
    with MailServer(faults) as server:
        server.handler.keep = False
        faults.seconds = 0 if RECIPIENTS > 1000 else 0.02  # Few should take some time, too.
        small_site.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
        office = Office(small_site)
        office.do("create", str(RECIPIENTS))
        began = time.monotonic()
        office.start()
        office.start()
        for _ in range(KILLS):
            time.sleep(rng.uniform(1, LONGEST_RUN))
            office.kill(rng.randrange(2))
            office.start()
        deadline = time.monotonic() + RECIPIENTS / 10 + 90
        while office.count()["waiting"]:
            assert time.monotonic() < deadline
            office.wait()
            office.do("hurry")
            office.start()
            office.start()
            time.sleep(1)  # What a killed process leased is free after half a minute.
        office.wait()
        seconds = time.monotonic() - began

        office.do("wait")
        counts = office.count()
        rate = len(server.addresses) / seconds
        sys.stdout.write(f"{rate:.0f} a second, {counts['uncertain']} uncertain\n")
        assert counts["uncertain"] <= KILLS
        assert max(Counter(server.addresses).values()) == 1
        log = small_site.folder / "mail.log"
        log.write_text(server.log)
        small_site.manage("settle_letters", str(counts["pk"]), str(log))
        office.start()
        office.wait()
        counts = office.count()
        everyone = {f"r{number}@example.org" for number in range(RECIPIENTS)}
        assert Counter(server.addresses) == Counter(everyone - refused)
        assert counts["sent"] == RECIPIENTS - len(refused)
        assert counts["refused"] == len(refused)
        assert counts["waiting"] == counts["sending"] == 0
        assert counts["finished"]
