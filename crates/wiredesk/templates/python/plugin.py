"""Finds stock tickers such as `(NYSE: VLD)`.

Try it without wiredesk:

    python3 {{name}}.py --try "Veldt (NYSE: VLD) rose." --options '{"exchanges": ["NYSE"]}'
"""

import re

from wiredesk_plugin import Annotation, run

TICKER = re.compile(r"\(([A-Z]{2,10}): ?([A-Z][A-Z0-9]{0,9})\)")


def extract(document, options):
    """Yields what it finds in one document; offsets count code points, as Python does."""
    for match in TICKER.finditer(document.text):
        exchange, symbol = match.groups()
        if exchange in options["exchanges"]:
            yield Annotation(*match.span(2), symbol, {"exchange": exchange})


if __name__ == "__main__":
    run(extract)
