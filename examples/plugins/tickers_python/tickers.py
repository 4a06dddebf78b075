"""Finds stock tickers in articles: a plugin for wiredesk.

    python3 tickers.py --try "Dunmere Steel (NYSE: DUNM) bought $OTX."

At each place of the text three rules are tried; the search goes on behind what one has found:

1. `(EXCHANGE: SYMBOL)`, with or without the space; the exchange becomes the annotation's value.
2. `$SYMBOL` with no letter or digit on either side.
3. A name of a company, the longest that fits, with no letter or digit on either side.
"""

import re

from wiredesk_plugin import Annotation, Document, run

# companies that are looked for when the option `names` names no others; all invented
NAMES = {
    "Alderbrook Foods": "ALDR",
    "Bright Harbor": "BRHB",
    "Bright Harbor Shipping": "BHSH",
    "Calloway Instruments": "CLWI",
    "Dunmere Steel": "DUNM",
    "Eastvale Water": "EVW",
    "Ferrandale": "FRDL",
    "Glasswing Robotics": "GLSW",
    "Halvard & Pryce": "HVPR",
    "Ironmoor Rail": "IRMR",
    "Juniper Lane Media": "JLM",
    "Kestrel Aviation Works": "KSTA",
    "Lomond Semiconductor": "LMSC",
    "Marrow Creek Mining": "MRCM",
    "Norrsken Kraft": "NRSK",
    "Orpheum Labs": "ORPH",
    "Pellworth": "PLW",
    "Quillon Pharma": "QLN",
    "Rosenholm Bank": "RSHB",
    "Øresund Textiles": "OTX",
}

# neither a letter nor a digit of any script
BEFORE, AFTER = r"(?<![^\W_])", r"(?![^\W_])"

LISTED = r"\((?P<exchange>NYSE|NASDAQ|LSE|TSX|ASX): ?(?P<listed>[A-Z]{1,5}(?:\.[A-Z])?)\)"
CASHTAG = rf"{BEFORE}\$(?P<cashtag>[A-Z]{{1,5}}){AFTER}"


class Tickers:
    """What there is to find with some options."""

    def start(self, options: dict) -> None:
        self.names = options.get("names", NAMES)
        longest_first = sorted(filter(None, self.names), key=len, reverse=True)
        names = "|".join(map(re.escape, longest_first)) or "(?!)"
        # one look at a character rules out most places
        first = re.escape("".join({name[0] for name in longest_first}))
        rules = f"{LISTED}|{CASHTAG}|{BEFORE}(?P<name>{names}){AFTER}"
        self.find = re.compile(rf"(?=[(${first}])(?:{rules})").finditer

    def extract(self, document: Document) -> list[Annotation]:
        return [self.annotation(match) for match in self.find(document.text)]

    def annotation(self, match: re.Match) -> Annotation:
        kind, words = match.lastgroup, match[match.lastgroup]
        if kind == "name":
            return Annotation(*match.span(kind), self.names[words], {"name": True})
        return Annotation(*match.span(kind), words, {"exchange": match["exchange"]} if kind == "listed" else None)


tickers = Tickers()
run(tickers.extract, layer="acme/tickers", start=tickers.start)
