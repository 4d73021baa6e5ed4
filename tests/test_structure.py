"""Rules for the code that no linter checks."""

import ast
import gzip
import re
import subprocess
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from site_config.settings.environment import PROJECT

MAX_LINES = 400
FIRST_PARTY = {path.parent.name for path in PROJECT.glob("*/__init__.py")}


def tracked(*patterns):
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return [PROJECT / name for name in listed]


def files(*patterns):
    return [path for path in tracked(*patterns) if "migrations" not in path.parts]


def test_files_stay_short():
    code = [path for path in files("*.py", "*.html", "*.css", "*.js") if path.exists()]
    assert len(code) > 100
    lengths = {path: len(path.read_text().splitlines()) for path in code}
    assert not [name for name, length in lengths.items() if length > MAX_LINES]


def test_no_first_party_import_inside_a_function():
    found = []
    for path in files("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found += [(path.name, name) for name in first_party_imports(node)]
    assert not found


def first_party_imports(function):
    for node in ast.walk(function):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "."] if not node.level else ["."]
        yield from (name for name in names if name.split(".")[0] in FIRST_PARTY | {""})


def test_every_template_says_what_it_takes():
    for path in files("templates/components/*.html", "templates/blocks/*.html"):
        assert path.read_text().startswith("{#"), path.name


def test_every_component_has_one_style_sheet_of_its_name():
    main = (PROJECT / "static/css/main.css").read_text()
    for path in files("static/css/components/*.css"):
        assert f'components/{path.name}"' in main


def test_fonts_of_every_page_are_two_and_small():
    fonts = re.findall(
        r'preload" href="{% static "(\S+woff2)', (PROJECT / "templates/base.html").read_text()
    )
    assert len(fonts) == 2
    assert sum((PROJECT / "static" / font).stat().st_size for font in fonts) <= 50_000


def test_files_of_a_font_face_share_no_letter_and_leave_none_out():
    css = (PROJECT / "static/css/fonts.css").read_text()
    faces = {}
    for rule in re.findall("@font-face {(.*?)}", css, re.DOTALL):
        descriptors = dict(re.findall(r"([\w-]+): (.*);", rule))
        ranges = descriptors.pop("unicode-range")
        source = descriptors.pop("src").partition('"../')[2].partition('"')[0]
        assert (PROJECT / "static" / source).exists()
        faces.setdefault(tuple(descriptors.items()), []).append(letters(ranges))
    assert len(faces) == 4
    everything = set().union(*faces[next(iter(faces))])
    for files_of_face in faces.values():
        assert sum(map(len, files_of_face)) == len(everything)
        assert set().union(*files_of_face) == everything


def letters(ranges):
    found = set()
    for each in ranges.replace("U+", "").split(", "):
        start, _, end = each.partition("-")
        found.update(range(int(start, 16), int(end or start, 16) + 1))
    return found


def test_scripts_for_readers_are_few_and_small():
    scripts = [gzip.compress(path.read_bytes()) for path in files(":(glob)static/js/*.js")]
    assert len(scripts) >= 3
    assert sum(map(len, scripts)) < 10_000


def test_pictures_of_the_product_are_small():
    pictures = list((PROJECT / "docs/pictures").glob("*"))
    assert all(path.stat().st_size < 150_000 for path in pictures)
    texts = [PROJECT / "README.md", *(PROJECT / "docs").glob("*.md")]
    named = re.findall(r"\(\S*pictures/(\S+?)\)", " ".join(path.read_text() for path in texts))
    assert sorted(named) == sorted(path.name for path in pictures)


def layers():
    """Return the layers of the import contract, the highest first, each as a set of folders."""
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    names = next(each["layers"] for each in contracts if each["type"] == "layers")
    return [{folder.strip() for folder in layer.split("|")} for layer in names]


def references(text):
    """Yield the folders of the templates and tags that a template includes, extends and loads."""
    yield from re.findall(r'{% (?:include|extends) "([^"/]+)/', text)
    for names in re.findall(r"{% load ([^%]*)%}", text):
        yield from (TAG_FOLDERS[name] for name in names.split() if name in TAG_FOLDERS)


TAG_FOLDERS = {
    path.stem: path.parent.parent.name for path in PROJECT.glob("*/templatetags/*_tags.py")
}
# Templates that belong to no app are those of core.
SHARED = {"components", "blocks", "wagtail_footnotes"}


def test_templates_keep_the_layers():
    height = {folder: number for number, layer in enumerate(reversed(layers())) for folder in layer}
    wrong = []
    for path in files("templates/**/*.html"):
        folder = path.relative_to(PROJECT / "templates").parts[0]
        own = "core" if folder in SHARED else folder
        for other in references(path.read_text()):
            target = "core" if other in SHARED else other
            is_known = own in height and target in height and target != own
            if is_known and height[target] >= height[own]:
                wrong.append((path.name, other))
    assert TAG_FOLDERS
    assert not wrong


def test_no_class_name_stands_for_two_things():
    places = defaultdict(list)
    for path in files("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and node.name != "Command":
                places[node.name].append(str(path.relative_to(PROJECT)))
    assert not {name: paths for name, paths in places.items() if len(paths) > 1}


def test_helpers_are_not_imported_from_test_modules():
    found = [
        (path.name, line)
        for path in files("tests/*.py")
        for line in re.findall(
            r"from tests(?:\.\w+)*\.(?:test_\w+|conftest) import", path.read_text()
        )
    ]
    assert not found


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_documents_name_files_that_exist(document):
    text = (PROJECT / document).read_text()
    named = set(re.findall(r"`(\w[\w./]*(?:\.(?:css|html|js|json|md|po|py)|/))`", text))
    known = {f"/{path.relative_to(PROJECT)}" for path in tracked()}
    folders = {f"{parent}/" for path in known for parent in Path(path).parents}
    assert named
    assert not {name for name in named if not any(p.endswith(f"/{name}") for p in known | folders)}
