"""The front page of the demo publication."""


def front_page_sections(content: dict, pages: dict[str, int], images: dict[str, int]) -> list[dict]:
    """Return the sections of the front page as a StreamField stores them."""
    video = {**content["video"], "poster": images["nightshift"]}
    return [
        auto_section("lead_stories", "News and analysis", pages["news"], 5),
        {"type": "statement", "value": {"heading": "What we are for"}},
        {"type": "video", "value": {"heading": "To watch", "video": video}},
        auto_section("headlines", "More headlines", pages["news"], 6),
        auto_section("events", "Coming up", pages["events"], 4),
        auto_section("features", "Theory and reviews", pages["theory"], 7),
        auto_section("books", "From our press", pages["books"], 4),
    ]


def auto_section(block_type: str, heading: str, source: int, count: int) -> dict:
    """Return a section that lists the latest `count` pages below `source`."""
    return {
        "type": block_type,
        "value": {"heading": heading, "source": source, "count": count, "pinned": []},
    }
