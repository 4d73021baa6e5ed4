"""The cards of Ghost's editor: their values, the HTML that Ghost makes of them, what they say."""

from dataclasses import dataclass

FILES = "__GHOST_URL__/content"
BOATS, NETS = f"{FILES}/images/2023/01/boats.jpg", f"{FILES}/images/size/w600/2023/01/nets.jpg"
VIDEO = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
SVG = '<svg width="24"><path d="M1 1"/></svg>'


@dataclass
class Card:
    """A card: words and URLs that must be on the page or in the report, and expected blocks."""

    name: str
    values: dict
    html: str
    words: tuple[str, ...]
    blocks: tuple[str, ...]
    # The name in Mobiledoc if it is another one; empty if the card is newer.
    old_name: str | None = None


CARDS = [
    Card(
        "image",
        {
            "src": BOATS,
            "alt": "Boats at low water",
            "title": "A title",
            "caption": 'Photo by <a href="https://wren.example">Wren</a>',
            "width": 80,
            "height": 60,
            "cardWidth": "wide",
            "href": "https://linked.example/",
        },
        f'<figure class="kg-card kg-image-card kg-width-wide kg-card-hascaption"><a href="https://linked.example/"><img src="{BOATS}" class="kg-image" alt="Boats at low water" loading="lazy" title="A title" width="80" height="60" srcset="{FILES}/images/size/w600/2023/01/boats.jpg 600w"></a><figcaption><span style="white-space: pre-wrap;">Photo by </span><a href="https://wren.example">Wren</a></figcaption></figure>',
        (
            "Boats at low water",
            "Photo by",
            "Wren",
            "https://wren.example",
            "https://linked.example/",
            "A title",
        ),
        ("image",),
    ),
    Card(
        "gallery",
        {
            "images": [
                {
                    "src": BOATS,
                    "alt": "Some boats",
                    "row": 0,
                    "fileName": "boats.jpg",
                    "width": 80,
                    "height": 60,
                },
                {"src": NETS, "alt": "Some nets", "row": 0, "href": "https://linked.example/"},
            ],
            "caption": "A quay",
        },
        f'<figure class="kg-card kg-gallery-card kg-width-wide kg-card-hascaption"><div class="kg-gallery-container"><div class="kg-gallery-row"><div class="kg-gallery-image"><img src="{BOATS}" width="80" height="60" loading="lazy" alt="Some boats"></div><div class="kg-gallery-image"><a href="https://linked.example/"><img src="{NETS}" width="80" height="60" alt="Some nets"></a></div></div></div><figcaption><p><span>A quay</span></p></figcaption></figure>',
        ("Some boats", "Some nets", "A quay", "https://linked.example/"),
        ("gallery", "paragraph"),
    ),
    Card(
        "bookmark",
        {
            "url": "https://paper.example/a?b=1&c=2",
            "metadata": {
                "title": "Tide & tables",
                "description": "When it turns",
                "icon": "https://paper.example/icon.png",
                "author": "Ada",
                "publisher": "The Paper",
                "thumbnail": f"{FILES}/images/thumbnail/t.jpg",
            },
            "caption": 'Read <a href="https://why.example/">this</a>',
        },
        f'<figure class="kg-card kg-bookmark-card kg-card-hascaption"><a class="kg-bookmark-container" href="https://paper.example/a?b=1&amp;c=2"><div class="kg-bookmark-content"><div class="kg-bookmark-title">Tide &amp; tables</div><div class="kg-bookmark-description">When it turns</div><div class="kg-bookmark-metadata"><img class="kg-bookmark-icon" src="https://paper.example/icon.png" alt=""><span class="kg-bookmark-author">The Paper</span><span class="kg-bookmark-publisher">Ada</span></div></div><div class="kg-bookmark-thumbnail"><img src="{FILES}/images/thumbnail/t.jpg" alt="" onerror="this.style.display = \'none\'"></div></a><figcaption>Read <a href="https://why.example/">this</a></figcaption></figure>',
        (
            "https://paper.example/a?b=1&c=2",
            "Tide & tables",
            "When it turns",
            "The Paper",
            "Ada",
            "Read",
            "https://why.example/",
            "https://paper.example/icon.png",
            "thumbnail/t.jpg",
        ),
        ("paragraph",),
    ),
    Card(
        "embed",
        {
            "url": VIDEO,
            "embedType": "video",
            "html": f'<iframe width="200" height="113" src="{VIDEO.replace("watch?v=", "embed/")}?feature=oembed" title="Tide film"></iframe>',
            "metadata": {"title": "Tide film"},
            "caption": "A film",
        },
        f'<figure class="kg-card kg-embed-card kg-card-hascaption"><iframe width="200" height="113" src="{VIDEO.replace("watch?v=", "embed/")}?feature=oembed" frameborder="0" title="Tide film"></iframe><figcaption>A film</figcaption></figure>',
        (VIDEO, "Tide film", "A film"),
        ("video",),
    ),
    Card(
        "embed",
        {
            "url": "https://social.example/ada/1",
            "embedType": "rich",
            "html": '<blockquote class="twitter-tweet"><p>High water!</p>&mdash; Ada (@ada) <a href="https://social.example/ada/1">June 1</a></blockquote><script async src="https://social.example/widgets.js"></script>',
            "caption": "A post",
        },
        '<figure class="kg-card kg-embed-card kg-card-hascaption"><blockquote class="twitter-tweet"><p>High water!</p>&mdash; Ada (@ada) <a href="https://social.example/ada/1">June 1</a></blockquote><script async src="https://social.example/widgets.js"></script><figcaption>A post</figcaption></figure>',
        (
            "High water!",
            "Ada (@ada)",
            "June 1",
            "https://social.example/ada/1",
            "https://social.example/widgets.js",
            "A post",
        ),
        ("quote", "paragraph"),
    ),
    Card(
        "embed",
        {
            "url": "https://sound.example/1",
            "html": '<iframe src="//player.example/1"></iframe>',
            "caption": "A song",
        },
        '<figure class="kg-card kg-embed-card"><iframe src="//player.example/1"></iframe><figcaption>A song</figcaption></figure>',
        ("https://player.example/1", "A song"),
        ("paragraph",),
    ),
    Card(
        "callout",
        {
            "calloutText": '<strong>Help us</strong> to <a href="https://help.example/">mend</a> it.',
            "calloutEmoji": "💡",
            "backgroundColor": "blue",
        },
        '<div class="kg-card kg-callout-card kg-callout-card-blue"><div class="kg-callout-emoji">💡</div><div class="kg-callout-text"><b><strong style="white-space: pre-wrap;">Help us</strong></b> to <a href="https://help.example/">mend</a> it.</div></div>',
        ("💡", "Help us", "to", "mend", "https://help.example/"),
        ("callout",),
    ),
    Card(
        "callout",
        {"calloutText": "No emoji here", "calloutEmoji": ""},
        '<div class="kg-card kg-callout-card kg-callout-card-grey"><div class="kg-callout-text">No emoji here</div></div>',
        ("No emoji here",),
        ("paragraph",),
    ),
    Card(
        "toggle",
        {
            "heading": 'Why <a href="https://why.example/">now</a>?',
            "content": "<p>Because of the <b>tide</b>.</p><ul><li>One</li></ul>",
        },
        f'<div class="kg-card kg-toggle-card" data-kg-toggle-state="close"><div class="kg-toggle-heading"><h4 class="kg-toggle-heading-text">Why <a href="https://why.example/">now</a>?</h4><button class="kg-toggle-card-icon">{SVG}</button></div><div class="kg-toggle-content"><p>Because of the <b>tide</b>.</p><ul><li>One</li></ul></div></div>',
        ("Why now?", "https://why.example/", "Because of the", "tide", "One"),
        ("heading", "paragraph"),
    ),
    Card(
        "audio",
        {
            "src": f"{FILES}/media/2023/01/talk.mp3",
            "title": "A talk",
            "duration": 61,
            "thumbnailSrc": f"{FILES}/media/2023/01/talk_thumb.png",
            "mimeType": "audio/mp3",
        },
        f'<div class="kg-card kg-audio-card"><img src="{FILES}/media/2023/01/talk_thumb.png" alt="audio-thumbnail" class="kg-audio-thumbnail"><div class="kg-audio-thumbnail placeholder kg-audio-hide">{SVG}</div><div class="kg-audio-player-container"><audio src="{FILES}/media/2023/01/talk.mp3" preload="metadata"></audio><div class="kg-audio-title">A talk</div><div class="kg-audio-player"><button class="kg-audio-play-icon">{SVG}</button><span class="kg-audio-current-time">0:00</span></div></div></div>',
        ("A talk", "talk_thumb.png"),
        ("recording",),
    ),
    Card(
        "video",
        {
            "src": f"{FILES}/media/2023/01/film.mp4",
            "caption": "A film of <em>boats</em>",
            "thumbnailSrc": f"{FILES}/media/film_thumb.jpg",
            "customThumbnailSrc": f"{FILES}/images/custom.jpg",
            "fileName": "film.mp4",
            "width": 640,
        },
        f'<figure class="kg-card kg-video-card kg-width-regular kg-card-hascaption" data-kg-thumbnail="{FILES}/media/film_thumb.jpg" data-kg-custom-thumbnail="{FILES}/images/custom.jpg"><div class="kg-video-container"><video src="{FILES}/media/2023/01/film.mp4" poster="https://img.spacergif.org/v1/640x480/0a/spacer.png" preload="metadata"></video><div class="kg-video-overlay"><button class="kg-video-large-play-icon">{SVG}</button></div></div><figcaption>A film of <em>boats</em></figcaption></figure>',
        ("A film of", "boats", "images/custom.jpg"),
        ("recording",),
    ),
    Card(
        "file",
        {
            "src": f"{FILES}/files/2023/01/minutes.pdf",
            "fileTitle": "The minutes",
            "fileCaption": "Of June",
            "fileName": "minutes.pdf",
            "fileSize": 100,
        },
        f'<div class="kg-card kg-file-card"><a class="kg-file-card-container" href="{FILES}/files/2023/01/minutes.pdf" title="Download" download=""><div class="kg-file-card-contents"><div class="kg-file-card-title">The minutes</div><div class="kg-file-card-caption">Of June</div><div class="kg-file-card-metadata"><div class="kg-file-card-filename">minutes.pdf</div><div class="kg-file-card-filesize">100 Bytes</div></div></div><div class="kg-file-card-icon">{SVG}</div></a></div>',
        ("The minutes", "Of June"),
        ("document", "paragraph"),
    ),
    Card(
        "button",
        {"buttonText": "Join & row", "buttonUrl": "https://row.example/", "alignment": "center"},
        '<div class="kg-card kg-button-card kg-align-center"><a href="https://row.example/" class="kg-btn kg-btn-accent">Join &amp; row</a></div>',
        ("Join & row", "https://row.example/"),
        ("paragraph",),
    ),
    Card(
        "product",
        {
            "productImageSrc": NETS,
            "productTitle": "A net",
            "productDescription": "<p>Of hemp</p>",
            "productRatingEnabled": True,
            "productStarRating": 3,
            "productButtonEnabled": True,
            "productButton": "Buy",
            "productUrl": "https://nets.example/",
        },
        f'<div class="kg-card kg-product-card"><div class="kg-product-card-container"><img src="{NETS}" class="kg-product-card-image" loading="lazy"><div class="kg-product-card-title-container"><h4 class="kg-product-card-title">A net</h4></div><div class="kg-product-card-rating">'
        + f'<span class="kg-product-card-rating-active kg-product-card-rating-star">{SVG}</span>'
        * 3
        + f'<span class="kg-product-card-rating-star">{SVG}</span>' * 2
        + '</div><div class="kg-product-card-description"><p>Of hemp</p></div><a href="https://nets.example/" class="kg-product-card-button kg-product-card-btn-accent" target="_blank"><span>Buy</span></a></div></div>',
        ("A net", "Of hemp", "★★★☆☆", "Buy", "https://nets.example/"),
        ("image", "paragraph"),
    ),
    Card(
        "header",
        {
            "header": "Ahoy",
            "subheader": "All <b>aboard</b>",
            "buttonEnabled": True,
            "buttonText": "Board",
            "buttonUrl": "https://board.example/",
            "backgroundImageSrc": BOATS,
            "version": 2,
        },
        f'<div class="kg-card kg-header-card kg-v2 kg-width-full" data-background-color="#000"><picture><img class="kg-header-card-image" src="{BOATS}" loading="lazy" alt=""></picture><div class="kg-header-card-content"><div class="kg-header-card-text kg-align-center"><h2 id="ahoy" class="kg-header-card-heading">Ahoy</h2><p class="kg-header-card-subheading">All <b>aboard</b></p><a href="https://board.example/" class="kg-header-card-button">Board</a></div></div></div>',
        ("Ahoy", "All", "aboard", "Board", "https://board.example/"),
        ("image", "heading", "paragraph"),
    ),
    Card(
        "header",
        {"header": "Ahoy", "subheader": "Again", "backgroundImageSrc": BOATS, "version": 1},
        f'<div class="kg-card kg-header-card kg-width-full kg-size-small kg-style-image" data-kg-background-image="{BOATS}"><h2 class="kg-header-card-header">Ahoy</h2><h3 class="kg-header-card-subheader">Again</h3></div>',
        ("Ahoy", "Again"),
        ("image", "heading"),
    ),
    Card(
        "signup",
        {
            "header": "Sign up",
            "subheader": "Every week",
            "disclaimer": "No spam",
            "buttonText": "Subscribe now",
            "successMessage": "Done!",
            "backgroundImageSrc": BOATS,
        },
        f'<div class="kg-card kg-signup-card kg-width-wide" data-lexical-signup-form=""><div class="kg-signup-card-content"><picture><img class="kg-signup-card-image" src="{BOATS}" alt=""></picture><div class="kg-signup-card-text"><h2 class="kg-signup-card-heading">Sign up</h2><p class="kg-signup-card-subheading">Every week</p><form class="kg-signup-card-form" data-members-form="signup"><div class="kg-signup-card-fields"><input type="email"><button class="kg-signup-card-button"><span class="kg-signup-card-button-default">Subscribe now</span></button></div><div class="kg-signup-card-success">Done!</div></form><p class="kg-signup-card-disclaimer">No spam</p></div></div></div>',
        ("Sign up", "Every week", "No spam", "Subscribe now", "Done!"),
        ("image", "heading", "paragraph"),
        "",
    ),
    Card(
        "call-to-action",
        {
            "layout": "minimal",
            "textValue": "<p>Row <i>with</i> us</p>",
            "showButton": True,
            "buttonText": "Learn more",
            "buttonUrl": "https://row.example/",
            "hasSponsorLabel": True,
            "sponsorLabel": "<p>Sponsored</p>",
            "imageUrl": NETS,
        },
        f'<div class="kg-card kg-cta-card kg-cta-bg-grey kg-cta-minimal" data-layout="minimal"><div class="kg-cta-sponsor-label-wrapper"><div class="kg-cta-sponsor-label"><p>Sponsored</p></div></div><div class="kg-cta-content"><div class="kg-cta-image-container"><a href="https://row.example/"><img src="{NETS}" alt="CTA Image"></a></div><div class="kg-cta-content-inner"><div class="kg-cta-text"><p>Row <i>with</i> us</p></div><a href="https://row.example/" class="kg-cta-button">Learn more</a></div></div></div>',
        ("Sponsored", "Row", "with", "us", "Learn more", "https://row.example/"),
        ("paragraph", "image"),
        "",
    ),
    Card(
        "codeblock",
        {
            "code": "if a < b:\n    tide()",
            "language": "python",
            "caption": 'From <a href="https://code.example/">here</a>',
        },
        '<figure class="kg-card kg-code-card"><pre><code class="language-python">if a &lt; b:\n    tide()</code></pre><figcaption>From <a href="https://code.example/">here</a></figcaption></figure>',
        ("if a < b:\n    tide()", "From", "here", "https://code.example/"),
        ("code", "paragraph"),
        "code",
    ),
    Card(
        "html",
        {
            "html": '<table><tr><td>Low</td><td>High</td></tr></table><form action="/go"><label>Your boat</label></form><script src="https://s.example/x.js"></script>'
        },
        '<!--kg-card-begin: html-->\n<table><tr><td>Low</td><td>High</td></tr></table><form action="/go"><label>Your boat</label></form><script src="https://s.example/x.js"></script>\n<!--kg-card-end: html-->',
        ("Low", "High", "Your boat", "/go", "https://s.example/x.js"),
        ("table",),
    ),
    Card(
        "markdown",
        {
            "markdown": f"## Tides\n\nHigh *and* [low](https://low.example/)\n\n- One\n- Two\n\n![Boats]({BOATS})"
        },
        f'<!--kg-card-begin: markdown--><h2 id="tides">Tides</h2><p>High <em>and</em> <a href="https://low.example/">low</a></p><ul><li>One</li><li>Two</li></ul><p><img src="{BOATS}" alt="Boats"></p><!--kg-card-end: markdown-->',
        ("Tides", "High", "and", "low", "https://low.example/", "One", "Two"),
        ("heading", "paragraph", "image"),
        "card-markdown",
    ),
    Card("horizontalrule", {}, "<hr>", (), (), "hr"),
    Card("paywall", {}, "<!--members-only-->", (), ()),
]
# Cards that readers of the site never saw: their words are in the report.
UNSEEN = [
    Card("email", {"html": "<p>Hey {first_name},</p>"}, "", ("Hey {first_name},",), ()),
    Card("email-cta", {"html": "<p>Upgrade</p>", "buttonText": "Now", "buttonUrl": "https://up.example/"}, "", ("Upgrade", "Now", "https://up.example/"), ()),
    Card("transistor", {"accentColor": "#fff"}, "", ("transistor",), ()),
    Card("before-after", {"left": {"src": "https://x.example/1.jpg"}, "caption": "Then"}, "", ("https://x.example/1.jpg", "Then"), ()),
]  # fmt: skip
