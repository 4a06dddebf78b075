"""Ten annotations on every document, for next to nothing: what is left is the price of the way."""

from wiredesk_plugin import Annotation, run


def extract(document):
    return [Annotation(at, at + 6, "word", None) for at in range(0, 400, 40)]


run(extract, layer="acme/ten")
