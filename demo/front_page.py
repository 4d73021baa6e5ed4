"""The front page of the demo publication, section by section."""


def front_page_sections(content: dict, pages: dict[str, int], images: dict[str, int]) -> list[dict]:
    """Return the sections as a StreamField stores them."""
    video = {**content["video"], "poster": images["nightshift"]}
    return [
        filled("lead_stories", "News and analysis", pages["news"], 5),
        {"type": "statement", "value": {"heading": "What we are for"}},
        {"type": "video", "value": {"heading": "To watch", "video": video}},
        filled("headlines", "More headlines", pages["news"], 6),
        filled("events", "Coming up", pages["events"], 4),
        filled("features", "Theory and reviews", pages["theory"], 7),
        filled("books", "From our press", pages["books"], 4),
    ]


def filled(kind: str, heading: str, source: int, count: int) -> dict:
    """Return a section that fills itself with `count` pages from one part of the site."""
    return {
        "type": kind,
        "value": {"heading": heading, "source": source, "count": count, "pinned": []},
    }
