"""A fresh Debian in a container that systemd boots, with a network of its own."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from site_config.settings.environment import PROJECT
from tests.services import apt_install

SUITE = "bookworm"
PACKAGES = "systemd,systemd-sysv,dbus,ca-certificates"
TOOLS = {
    "debootstrap": "debootstrap",
    "systemd-nspawn": "systemd-container",
    "slirp4netns": "slirp4netns",
    "unshare": "util-linux",
}
# How this machine reaches the registries of packages; a server has such things of its own.
NETWORK_FILES = ("/etc/pip.conf", "/etc/resolv.conf", "/etc/ssl/certs/ca-certificates.crt")
NETWORK_VARIABLES = (
    *("PIP_CERT", "PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "SSL_CERT_FILE"),
    *("http_proxy", "https_proxy", "no_proxy", "PIP_DEFAULT_TIMEOUT"),
)
BOOT_SECONDS = 60
MAX_SECONDS = 600  # of any command


@dataclass
class Machine:
    """A running container: the folder of its files, and the process that is its first one."""

    root: Path
    pid: int

    def enter(self, *command: object) -> list[str]:
        """Return the command that runs a command in the container."""
        given = [f"{name}={os.environ[name]}" for name in NETWORK_VARIABLES if name in os.environ]
        path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        variables = ["env", "-i", path, "HOME=/root", "LANG=C.UTF-8", *given]
        inside = ["nsenter", f"--target={self.pid}", "--all", "--root", "--wd"]
        return [*inside, "--", *variables, *map(str, command)]

    def call(self, *command: object, timeout: float = MAX_SECONDS) -> subprocess.CompletedProcess:
        """Run a command, and return its outcome with everything it printed."""
        return subprocess.run(
            self.enter(*command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=timeout,
        )

    def run(self, *command: object) -> str:
        """Run a command that succeeds, and return what it printed."""
        done = self.call(*command)
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        return done.stdout.strip()

    def start(self, *command: object) -> subprocess.Popen:
        """Start a command, in a session of its own."""
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE}
        return subprocess.Popen(self.enter(*command), **quiet, stderr=subprocess.STDOUT, text=True)

    def path(self, name: str) -> Path:
        """Return where a file of the container is on this machine."""
        return self.root / name.lstrip("/")


def install_tools() -> None:
    for program, package in TOOLS.items():
        if not shutil.which(program):
            apt_install(package)


def fresh_root(folder: Path) -> Path:
    """Unpack a new Debian, which is made once and kept in `var/`."""
    archive = PROJECT / f"var/debian-{SUITE}.tar"
    archive.parent.mkdir(exist_ok=True)
    with FileLock(f"{archive}.lock"):
        if not archive.exists():
            with tempfile.TemporaryDirectory(dir=folder) as base:
                make = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, base]
                subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
                Path(base).chmod(0o755)  # Temporary folders are for their owner alone.
                part = archive.with_suffix(".part")
                subprocess.run(["tar", "--create", "--file", part, "-C", base, "."], check=True)
            part.rename(archive)
    root = folder / "root"
    root.mkdir()
    subprocess.run(["tar", "--extract", "--file", archive, "--directory", root], check=True)
    root.chmod(0o755)
    use_our_network(root)
    (root / "etc/machine-id").unlink(missing_ok=True)
    return root


def use_our_network(root: Path) -> None:
    for name in NETWORK_FILES:
        if Path(name).exists():
            shutil.copy(name, root / name[1:])
    for name in ("etc/apt/apt.conf.d", "usr/share/keyrings"):
        shutil.copytree(f"/{name}", root / name, dirs_exist_ok=True)
    sources = [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*")]
    for source in sources:
        if source.is_file() and SUITE in source.read_text() and "/debian" in source.read_text():
            shutil.copy(source, root / str(source)[1:])
            (root / "etc/apt/sources.list").unlink(missing_ok=source.parent.name != "apt")


@contextlib.contextmanager
def network() -> Iterator[int]:
    """Yield a process with a network of its own, from which packages can be fetched."""
    with subprocess.Popen(["unshare", "--net", "sleep", "infinity"]) as holder:
        time.sleep(0.5)
        command = ["slirp4netns", "--configure", "--mtu=65520", "--disable-host-loopback"]
        with subprocess.Popen(
            [*command, str(holder.pid), "tap0"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as gateway:
            time.sleep(1)
            try:
                yield holder.pid
            finally:
                gateway.terminate()
                holder.terminate()


@contextlib.contextmanager
def booted(root: Path) -> Iterator[Machine]:
    """Boot a root, and yield it as a machine."""
    with network() as holder:
        command = ["systemd-nspawn", f"--directory={root}", "--boot", "--register=no"]
        command += ["--keep-unit", "--console=pipe", "--resolv-conf=off", "--link-journal=no"]
        command += [f"--network-namespace-path=/proc/{holder}/ns/net"]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        with subprocess.Popen(command, **quiet, stderr=subprocess.STDOUT) as container:
            try:
                machine = Machine(root, first_process(container.pid))
                machine.call("systemctl", "is-system-running", "--wait", timeout=2 * BOOT_SECONDS)
                yield machine
            finally:
                stop(container.pid)


def stop(container: int) -> None:
    """End a container at once, as nothing in it is kept."""
    for child in Path(f"/proc/{container}/task/{container}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)


def first_process(container: int) -> int:
    children = Path(f"/proc/{container}/task/{container}/children")
    until = time.monotonic() + BOOT_SECONDS
    while time.monotonic() < until:
        time.sleep(0.5)
        for child in children.read_text().split():
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            if b"systemd\0" in command or b"/init\0" in command:
                entered = ["nsenter", f"--target={child}", "--all", "--", "systemctl", "--version"]
                if subprocess.run(entered, capture_output=True, check=False).returncode == 0:
                    time.sleep(1)
                    return int(child)
    raise SystemExit("The tests of the deployment need systemd-nspawn, which does not boot here.")
