"""How fast posts of an export of WordPress come in, without media, and what memory that takes.

What is printed is a JSON object.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.importers.wordpress.exports import generated, write

POSTS = int(os.environ.get("POSTS", "3000"))


def main():
    with tempfile.TemporaryDirectory() as folder:
        file = write(Path(folder) / "export.xml", generated(POSTS))
        command = ["manage.py", "import_wordpress", str(file), "--report", f"{folder}/report.html"]
        begun = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True)
        seconds = time.perf_counter() - begun
        unit = 1024 if sys.platform == "linux" else 1024 * 1024
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
        figures = {
            "posts": POSTS,
            "export in MB": round(file.stat().st_size / 1e6),
            "posts a second": round(POSTS / seconds, 1),
            "memory in MB": round(most),
        }
        print(f"\n{json.dumps(figures)}")


if __name__ == "__main__":
    main()
