"""What the scripts of deploy/ say about their arguments, before they do anything."""

import subprocess

import pytest

from site_config.settings.environment import PROJECT


def call(script, *arguments):
    return subprocess.run(
        ["bash", PROJECT / "deploy" / script, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("script", ["install.sh", "update.sh"])
def test_help_names_every_option(script):
    helped = call(script, "--help")
    assert (helped.returncode, helped.stderr) == (0, "")
    assert f"deploy/{script}" in helped.stdout


@pytest.mark.parametrize(
    ("script", "arguments"),
    [
        ("install.sh", ["--host"]),
        ("install.sh", ["--hots", "example.org"]),
        ("install.sh", ["--host", "--no-tls"]),
        ("install.sh", ["example.org"]),
        ("install.sh", ["--host", "https://example.org/"]),
        ("install.sh", ["--host", "example.org", "--database", "mysql"]),
        ("install.sh", ["--host", "example.org", "--email", "ada"]),
        ("install.sh", ["--host", "example.org", "--username", "ada"]),
        ("install.sh", []),
        ("update.sh", ["--back"]),
        ("update.sh", ["main", "other"]),
    ],
)
def test_wrong_arguments_are_answered_by_one_sentence(script, arguments):
    refused = call(script, *arguments)
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.count("\n") == 1
