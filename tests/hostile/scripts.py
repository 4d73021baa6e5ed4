"""Texts that run a script where a page forgets to escape them."""

import json

from tests.hostile.examples import MARKER

X = MARKER  # A browser that reads this name runs a script.
SCRIPTS = (
    f"<script>{X}</script>",
    f"</title><script>{X}</script>",
    f"</script><script>{X}</script>",
    f"</textarea><script>{X}</script>",
    f"</template></style></noscript><script>{X}</script>",
    f"--><script>{X}</script><!--",
    f"]]><script xmlns='http://www.w3.org/1999/xhtml'>{X}</script>",
    f"<scr<script>ipt>{X}</scr</script>ipt>",
    f'"><img src=x onerror={X}>',
    f"'><img src=x onerror={X}>",
    f"<img src=x onerror={X} ",
    f"<img src=`x`onerror={X}>",
    f"<image/src='x'/onerror={X}>",
    f"<svg onload={X}>",
    f"<svg><script>{X}</script></svg>",
    f"<svg><style><img src=x onerror={X}></style></svg>",
    f"<svg><animate onbegin={X} attributeName=x dur=1s>",
    f"<math><mtext><img src=x onerror={X}></mtext></math>",
    f'<math href="javascript:{X}">m</math>',
    f"<noscript><p title='</noscript><img src=x onerror={X}>'>",
    f"<template><img src=x onerror={X}></template><img src=x onerror={X}>",
    f"<iframe srcdoc='<script>{X}</script>'></iframe>",
    f"<iframe src='javascript:{X}'></iframe>",
    f"<object data='javascript:{X}'></object><embed src='javascript:{X}'>",
    f"<details open ontoggle={X}>d</details>",
    f"<body onload={X}><input autofocus onfocus={X}>",
    f"<video><source onerror={X}></video><audio src onerror={X}>",
    f"<style>@keyframes k{{}}</style><i style=animation:k onanimationstart={X}>",
    f"<form><button formaction='javascript:{X}'>b",
    f"&lt;img src=x onerror={X}&gt;",
    f"&quot;&gt;&lt;script&gt;{X}&lt;/script&gt;",
    f'" onmouseover="{X}" x="',
    f"' autofocus onfocus='{X}' x='",
    f'\\";{X}//',
    f"\\u003cimg src=x onerror={X}\\u003e",
    f"${{{X}}}",
    f"javascript:{X}",
    f" \tjava\nscript:{X}//https://example.org/",
    f"javascript&colon;{X}",
    f"&#106;avascript:{X}",
    f"\x01javascript:{X}",
    f"data:text/html,<script>{X}</script>",
    f'https://example.org/"><script>{X}</script>',
    f"https://www.youtube.com/watch?v=aqz-KE-bpKQ\"onload='{X}'",
)
RICH = ("null", '{"blocks"')  # how the value of a rich text begins
ENTITIES = (
    lambda text, image: ("LINK", {"url": text}),
    lambda text, image: ("LINK", {"url": text, "id": 1, "parentId": text}),
    lambda text, image: ("DOCUMENT", {"id": 1, "url": text, "filename": text}),
    lambda text, image: ("FOOTNOTE", {"footnote": text, "uuid": text}),
    lambda text, image: ("LANGUAGE", {"lang": text}),
    lambda text, image: ("IMAGE", {"id": image, "alt": text, "src": text, "format": text}),
    lambda text, image: ("EMBED", {"url": text, "embedtype": text, "html": text, "title": text}),
)


def content_state(texts, image):
    """Return what Draftail would send of texts that are links, notes and the like."""
    blocks, entities = [], {}
    for number, text in enumerate(texts):
        kind, data = ENTITIES[number % len(ENTITIES)](text, image)
        entities[str(number)] = {"type": kind, "mutability": "MUTABLE", "data": data}
        place = {"offset": 0, "length": len(text), "key": number}
        blocks.append({"key": f"k{number}", "text": text, "type": "unstyled", "depth": 0})
        blocks[-1] |= {"inlineStyleRanges": [], "entityRanges": [place]}
    return json.dumps({"blocks": blocks, "entityMap": entities})


# The types of snippets whose forms are tried.
SNIPPETS = ("contributors/contributor", "topics/topic", "events/organiser", "events/venue")
SNIPPETS += ("books/imprint", "books/bookseries", "books/bookseller")
