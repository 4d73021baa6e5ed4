"""What was measured, as a page of the documentation."""

from collections.abc import Iterable

HEAD = """# How fast it is

Written by `make bench`, in {minutes} minutes, on the machine below. Times are in milliseconds. Each
page is measured on a site with the demo publication, 200 events, 200 books and as many articles as
it says, of 800 words. The server is the one of `make run`, two processes, with its defaults; `wrk`
asks from the same machine, so that it takes a part of the cores.
"""
KEPT = """Kept pages, with one and with eight connections: how many a second from the server alone,
from nginx (one process) with [`deploy/nginx.conf`](../deploy/nginx.conf) before it, and from nginx
with the same pages as compressed files, which is the limit. The ratios are those of eight
connections."""
NONE_KEPT = """The same from the server alone where no page is kept (`PAGE_CACHE_SECONDS=0`)."""
UNCACHED = """Pages rendered for one request, one at a time, in one process, with {size} articles.
*After a publication* no value is memoized; *not kept* is an uncached page while other values are
memoized."""
WHERE = """Where the time of these pages goes after a publication, in per cent of it, by looking
every half millisecond."""
GROWTH = """The same pages after a publication, as the site grows; the factor is that of the largest
to the smallest."""
SEARCH = """Searches in a site with {size} articles, one after the other, each with its choices and
20 results."""
PUBLISHING = """While an editor publishes every few seconds and eight connections read the front
page as fast as they can: {rate:,} pages a second, p99 {p99}, at most {slowest}, {errors} errors.
The next request after a publication has the new page after {next:.0f}."""


def write(machine: dict[str, str], found: dict[str, dict], minutes: int) -> str:
    """Return the page in Markdown."""
    parts = [HEAD.format(minutes=minutes), table(["", "measured on"], machine.items())]
    for name, each in found.items():
        parts += [f"## {name}", *sections(each)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def sections(found: dict[str, dict]) -> Iterable[str]:
    """Yield what there is of one database."""
    sizes = list(found["growth"])
    load = found["load"]
    yield from ("### Kept pages", KEPT, kept(load), NONE_KEPT, none_kept(load["uncached"]))
    pages = found["growth"][sizes[0]]["pages"]
    yield from ("### Uncached pages", UNCACHED.format(size=f"{sizes[0]:,}"), uncached(pages))
    yield from (WHERE, shares(pages))
    if len(sizes) > 1:
        yield from ("### Growth", GROWTH, growth(found["growth"]))
    yield "### A publication under load"
    publishing = load["publishing"]
    yield PUBLISHING.format(**publishing["load"], next=publishing["next request"])
    if "search" in found:
        yield from ("### Search", SEARCH.format(size=f"{sizes[-1]:,}"), searches(found["search"]))
    yield from ("### The desk, and the server", table(["", ""], other(found)))


def kept(load: dict[str, dict]) -> str:
    """Return the rates of kept pages, and how they compare with files."""
    rows = []
    for kind, alone in load["kept"].items():
        nginx, files = load["nginx"][kind], load["files"][kind]
        limit = files[8]["rate"]
        rows.append(
            [
                kind,
                *(f"{alone[number]['rate']:,.0f}" for number in (1, 8)),
                *(f"{alone[8][name]:.1f}" for name in ("p50", "p95", "p99")),
                f"{nginx[8]['rate']:,.0f}",
                f"{nginx[8]['p99']:.1f}",
                f"{limit:,.0f}",
                f"{alone[8]['rate'] / limit:.2f}",
                f"{nginx[8]['rate'] / limit:.2f}",
            ]
        )
    heads = ["page", "alone, 1", "alone, 8", "p50", "p95", "p99", "nginx before it, 8", "p99"]
    return table([*heads, "files, 8", "alone : files", "nginx : files"], rows)


def none_kept(found: dict[str, dict]) -> str:
    """Return the rates of pages that are made for each request."""
    heads = ["page", "a second, 1", "p50", "p95", "p99", "a second, 8", "p50", "p95", "p99"]
    names = ("rate", "p50", "p95", "p99")
    rows = [
        [kind, *(f"{each[number][name]:.0f}" for number in (1, 8) for name in names)]
        for kind, each in found.items()
    ]
    return table(heads, rows)


def uncached(pages: dict[str, dict]) -> str:
    """Return how long pages take to make."""
    names = ["after a publication", "p95", "queries", "not kept", "queries not kept", "bytes"]
    rows = [[kind, *(page[name] for name in names)] for kind, page in pages.items()]
    return table(["page", *names[:-1], "bytes sent"], rows)


def shares(pages: dict[str, dict]) -> str:
    """Return where the time of pages goes."""
    parts = list(next(iter(pages.values()))["where"])
    return table(
        ["page", *parts], ([kind, *page["where"].values()] for kind, page in pages.items())
    )


def growth(sizes: dict[int, dict]) -> str:
    """Return how long pages take in sites of several sizes."""
    first, last = next(iter(sizes)), list(sizes)[-1]
    rows = []
    for kind in sizes[first]["pages"]:
        times = [each["pages"][kind]["after a publication"] for each in sizes.values()]
        queries = sizes[last]["pages"][kind]["queries"]
        rows.append([kind, *times, f"{times[-1] / times[0]:.1f}", queries])
    filled = [each["articles a second"] for each in sizes.values()]
    rows.append(["articles generated a second", *filled, "", ""])
    return table(["page", *(f"{size:,}" for size in sizes), "factor", "queries of the most"], rows)


def searches(found: dict[str, dict]) -> str:
    """Return how long searches take."""
    rows = [
        [what, each["p50"], each["p95"], each["p99"], f"“{each['slowest']}”"]
        for what, each in found["times"].items()
    ]
    before, after = found["memory"]
    note = f"Memory of the process: {before} MB after the first 300, {after} MB after all."
    return f"{table(['search', 'p50', 'p95', 'p99', 'slowest'], rows)}\n\n{note}"


def other(found: dict[str, dict]) -> Iterable[tuple[str, object]]:
    """Yield what editors and administrators wait for."""
    yield from found["desk"].items()
    yield "memory of a process at rest, in MB", found["load"]["memory at rest"]
    yield "the same after 10,000 requests", found["load"]["memory later"]
    for what, number in found.get("moving in", {}).items():
        yield f"moving in from WordPress: {what}", number


def table(heads: list[str], rows: Iterable) -> str:
    """Return a table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
