"""The markup and the URLs of a WordPress site."""

import re
from collections.abc import Iterator
from html import escape

from importers.html.contents import Contents, read_source
from importers.html.dom import parse
from importers.html.inventory import report_losses
from importers.html.media_blocks import is_image_url
from importers.html.result import Body, Finder
from importers.source.item_store import full_size_name
from importers.source.records import Item
from importers.wordpress.elementor import FIELD as ELEMENTOR_FIELD
from importers.wordpress.elementor import Widgets, read_widgets
from importers.wordpress.html.converter import convert

# The first part of the URL of a term's archive, where it is not the name of the taxonomy.
ARCHIVE_BASES = {
    "post_tag": "tag",
    "tribe_events_cat": "events/category",
    "product_cat": "product-category",
    "product_tag": "product-tag",
}
PAGE_BREAK = "<!--nextpage-->"
# The feeds of a whole site.
FEEDS = ("/rss/", "/atom/", "/feed/rss/", "/feed/rss2/", "/feed/atom/", "/feed/rdf/",
         "/comments/feed/", "/?feed=rss2", "/?feed=atom", "/?feed=rss")  # fmt: skip


# The custom fields of Yoast SEO, Rank Math, All in One SEO, SEOPress, The SEO Framework.
SEARCH_TITLES = ("_yoast_wpseo_title", "rank_math_title", "_aioseo_title", "_aioseop_title",
                 "_seopress_titles_title", "_genesis_title")  # fmt: skip
SEARCH_DESCRIPTIONS = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description",
                       "_aioseop_description", "_seopress_titles_desc",
                       "_genesis_description")  # fmt: skip
VARIABLE = re.compile(r"%%?\w+%|#\w+_\w+")
# The custom field of WordPress, and of podcast plugins, with the URL of a recording, its size and
# its type, each on a line.
ENCLOSURE = "enclosure"


IMPORTED_FIELDS = {
    *(*SEARCH_TITLES, *SEARCH_DESCRIPTIONS, ENCLOSURE, ELEMENTOR_FIELD, "footnotes"),
    *("_thumbnail_id", "_sku", "_price", "_regular_price", "_stock_status", "_product_url"),
    *("_product_attributes", "_product_image_gallery", "_tribe_events_is_virtual"),
    *("_EventStartDate", "_EventEndDate", "_EventAllDay", "_EventTimezone", "_EventVenueID"),
    *("_EventOrganizerID", "_EventCost", "_EventCurrencySymbol", "_EventCurrencyCode"),
    *("_EventCurrencyPosition", "_EventURL", "_EventRecurrence", "_tribe_events_status"),
    *("_tribe_events_status_reason", "_tribe_events_status_canceled_reason"),
    *("_tribe_events_status_postponed_reason", "_EventStartDateUTC", "_EventEndDateUTC"),
}
# Fields that say how an editor, a cache, a shop or a statistic works, and nothing to readers.
STATE_FIELDS = re.compile(
    r"_edit_|_wp_|_pingme$|_encloseme$|_oembed_|_menu_item_|_elementor_|_yoast_wpseo_(?!canonical)"
    r"|rank_math_|_aioseo|_seopress_|_genesis_|_jetpack_|jetpack|_publicize_|_wpas_|_g_feedback"
    r"|_tribe_(?!events_status)|_Event(?:Duration|Show|Timezone|Origin|Hide)|_stock|_manage_stock"
    r"|_backorders|_sold_individually|_virtual|_downloadable|_tax_|_wc_|total_sales|_sale_price"
    r"|_product_version|_visibility|_featured|_download_|_crosssell|_upsell|_default_attributes"
    r"|_variation_|attribute_|_last_editor|_et_|_fl_builder|_vc_|_wpb_|_thumbnail_|_format_"
    r"|post_views|views$|_wpml_|_icl_|_dp_|_bbp_|_coauthor|ampforwp|_amp|_sb_|classic-editor"
    r"|site-(?:content|sidebar)|ast-|_generate|_kad|_genesis|_uag|_uagb|_themify|inline_featured"
)


class WordPressFormat:
    """Implements `SourceFormat`."""

    feeds = FEEDS

    def convert(self, html: str, finder: Finder, name: str, item: Item) -> Body:
        """Return the body of an item as StreamField blocks."""
        widgets = read_widgets(item.get(ELEMENTOR_FIELD))
        built = "\n".join(widgets.html)
        html = html if html.strip() else built
        html = _players(item, html) + html
        body = convert(html, finder, name, item.get("footnotes"), item.id)
        if not widgets.is_valid:
            text = item.get(ELEMENTOR_FIELD)
            body.warn("widget", f"Not all of the data of Elementor can be read: {text}")
        if item.get(ELEMENTOR_FIELD):
            _report_widgets(widgets, built, html, body)
        return body

    def search_texts(self, item: Item) -> tuple[str, str]:
        """Return the texts of the usual plugins, unless they contain variables of the plugin."""
        title, description = (
            next((text for key in keys if (text := item.get(key).strip())), "")
            for keys in (SEARCH_TITLES, SEARCH_DESCRIPTIONS)
        )
        return ("" if VARIABLE.search(title) else title), (
            "" if VARIABLE.search(description) else description
        )

    def is_known_field(self, key: str) -> bool:
        """Return whether a custom field is imported, or is state of WordPress and its plugins."""
        return key in IMPORTED_FIELDS or bool(STATE_FIELDS.match(key))

    def item_urls(self, item: Item) -> Iterator[str]:
        """Yield the URLs of an item at the source: permalink, short links, former slugs, feed."""
        yield from filter(None, (item.link, item.guid if "?" in item.guid else ""))
        yield from _former_and_paginated_urls(item)
        name = {"page": "page_id", "attachment": "attachment_id"}.get(item.type, "p")
        yield f"/?{name}={item.id}"
        yield f"/?p={item.id}"
        if item.type not in ("post", "page", "attachment"):
            yield f"/?post_type={item.type}&p={item.id}"
        if item.link and "?" not in item.link:
            yield item.link.rstrip("/") + "/feed/"
            yield item.link.rstrip("/") + "/amp/"

    def term_urls(
        self, taxonomy: str, slug: str, parents: list[str], term_id: int
    ) -> Iterator[str]:
        """Yield the URLs of a term's archive and its feed; `parents` are slugs, topmost first."""
        base = ARCHIVE_BASES.get(taxonomy, taxonomy)
        for path in {"/".join([*parents, slug]), slug}:
            yield f"/{base}/{path}/"
            yield f"/{base}/{path}/feed/"
        if taxonomy == "category" and term_id:
            yield f"/?cat={term_id}"
        if taxonomy == "post_tag":
            yield f"/?tag={slug}"

    def author_urls(self, login: str, author_id: int) -> Iterator[str]:
        """Yield the URLs of an author's archive and its feed."""
        yield f"/author/{login}/"
        yield f"/author/{login}/feed/"
        yield f"/?author_name={login}"
        if author_id:
            yield f"/?author={author_id}"


def _former_and_paginated_urls(item: Item) -> Iterator[str]:
    url = item.link.rstrip("/")
    if not url or "?" in url:
        return
    for slug in item.meta.get("_wp_old_slug", ()):
        yield f"{url.rpartition('/')[0]}/{slug}/"
    for number in range(2, item.content.count(PAGE_BREAK) + 2):
        yield f"{url}/{number}/"


def _report_widgets(widgets: Widgets, built: str, html: str, body: Body) -> None:
    """Add a warning for each text, link and picture of the widgets that is not in the body."""
    others = "".join(f"<p>{text}</p>" for text in widgets.texts)
    source = read_source([parse(built + others)[0]])
    words = body.words_read, body.words_placed
    shown = set(map(_picture_name, read_source([parse(html)[0]]).addresses))
    addresses = [*source.addresses, *widgets.addresses]
    lost = [each for each in addresses if _picture_name(each) not in shown]
    report_losses(Contents(texts=source.texts, addresses=lost), body)
    number = max(0, body.words_read - body.words_placed - (words[0] - words[1]))
    body.words_read, body.words_placed = words[0] + number, words[1]


def _picture_name(url: str) -> str:
    """Return what a picture has in common with its other sizes; any other URL as it is."""
    return full_size_name(url) if is_image_url(url) else url


def _players(item: Item, html: str) -> str:
    """Return players for the recordings of a podcast that the content does not have itself."""
    players = []
    for enclosure in item.meta.get(ENCLOSURE, ()):
        url, _, rest = enclosure.strip().partition("\n")
        url = url.strip()
        if url.startswith(("http://", "https://")) and url not in html:
            tag = "video" if "video/" in rest else "audio"
            players.append(f'<{tag} src="{escape(url)}"></{tag}>\n\n')
    return "".join(dict.fromkeys(players))
