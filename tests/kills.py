"""How often each test kills a process. `KILLS=20 pytest` does so more often, for minutes."""

import os

KILLS = int(os.environ.get("KILLS", "5"))
