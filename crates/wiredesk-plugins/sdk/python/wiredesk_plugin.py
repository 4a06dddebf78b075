"""Extractors for wiredesk in Python: copy this one file beside your plugin.

A plugin is a function that reads a document and answers with annotations::

    from wiredesk_plugin import Annotation, Document, run

    def extract(document: Document) -> list[Annotation]:
        at = document.text.find("harbour")
        return [Annotation(at, at + 7, "place")] if at >= 0 else []

    run(extract, layer="acme/places")

It may take its options as a second argument, and answer with

* annotations, as a list or by ``yield``;
* ``{"acme/places": [...], "acme/ships": [...]}`` if it makes several layers; what is in the lists
  may also be dicts in the form that records have (``wiredesk schema``);
* ``None`` for nothing, or ``Drop("not news")`` to take the document out of the pipeline.

An exception costs that document the layer; its traceback is logged. Offsets are code points, as
Python counts. ``print`` goes to the log. Try it without wiredesk::

    python3 plugin.py --try "a text" [--title "a title"] [--options '{"key": 1}']

Standard library only, Python 3.9 or later; orjson is used where it is installed.
"""

from __future__ import annotations

import argparse
import inspect
import json
import os
import sys
import traceback
from types import MappingProxyType
from typing import (
    Any,
    BinaryIO,
    Callable,
    Dict,
    Iterable,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Sequence,
    Union,
)

__all__ = ["Annotation", "Document", "Drop", "log", "run"]

PROTOCOL = 1

# writes a string as JSON, in ASCII; the one that `json` itself uses
_quote: Callable[[str], str] = json.encoder.encode_basestring_ascii

try:  # several times faster, the same form
    import orjson

    _loads: Callable[[bytes], Any] = orjson.loads

    def _text(value: Any) -> str:
        return orjson.dumps(value).decode()

except ImportError:
    _loads = json.loads
    _text = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class Annotation(NamedTuple):
    """A labelled stretch of the document's text."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    label: str
    """What it is."""
    value: Any = None
    """A normalised value or further attributes: anything that JSON can hold."""


class Drop(NamedTuple):
    """The wish to take a document out of the pipeline. It is counted."""

    reason: str


class Document:
    """An article: metadata, text, and the layers that ``plugin.toml`` asks for."""

    id: str = ""
    source: str = ""
    key: str = ""
    url: Optional[str] = None
    title: Optional[str] = None
    authors: Sequence[str] = ()
    published: Optional[str] = None
    language: Optional[str] = None
    text: str
    layers: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, fields: Dict[str, Any]) -> None:
        # what stands in a request has these names, and what does not is as above
        self.__dict__ = fields


Found = Union[None, Drop, Iterable[Annotation], Dict[str, Iterable[Any]]]
Extract = Union[Callable[[Document], Found], Callable[[Document, Dict[str, Any]], Found]]

_answers: Optional[BinaryIO] = None


def log(message: str, level: str = "info") -> None:
    """Writes a line into the daemon's log; ``level`` is ``debug``, ``info``, ``warn`` or ``error``."""
    if _answers is None:
        print(f"{level}: {message}", file=sys.stderr)
    else:
        _send({"log": {"level": level, "message": message}})


def run(
    extract: Extract,
    layer: Optional[str] = None,
    start: Optional[Callable[[Dict[str, Any]], None]] = None,
) -> None:
    """Answers requests until the daemon says goodbye.

    ``layer`` is where annotations go that are not in a dict of layers; it can be left out if
    ``plugin.toml`` provides a single layer. ``start`` is called once with the options before the
    first document, such as to load a model; if it raises, the plugin refuses to start, with that
    message.
    """
    arguments = argparse.ArgumentParser(description="A wiredesk plugin; started by the daemon.")
    arguments.add_argument("--try", dest="text", metavar="TEXT", help="print what it finds in TEXT and end")
    arguments.add_argument("--title", help="the title that goes with TEXT")
    arguments.add_argument("--options", metavar="JSON", type=json.loads, default={}, help="options that go with TEXT")
    given = arguments.parse_args()
    if given.text is None:
        _serve(extract, layer, start)
    else:
        if start is not None:
            start(given.options)
        _show(_bind(extract, given.options), layer, Document({"text": given.text, "title": given.title}))


def _bind(extract: Extract, options: Dict[str, Any]) -> Callable[[Document], Found]:
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(extract).parameters.values()
    wants = [p for p in parameters if p.kind in kinds and p.default is p.empty]
    if len(wants) < 2:
        return extract  # type: ignore[return-value]
    return lambda document: extract(document, options)  # type: ignore[call-arg]


def _serve(extract: Extract, layer: Optional[str], start: Optional[Callable[[Dict[str, Any]], None]]) -> None:
    global _answers
    # private copies of both ends: a stray print or input, here or in a child, cannot disturb them
    requests = os.fdopen(os.dup(0), "rb", buffering=1 << 20)
    _answers = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)

    hello = _loads(requests.readline())["hello"]
    if PROTOCOL not in hello["protocol"]:
        _send({"hello": {"protocol": PROTOCOL}})
        return
    if hello.get("offsets", "code-points") != "code-points":
        _send({"refuse": 'Python counts code points: offsets = "code-points" belongs into plugin.toml'})
        return
    options = hello.get("options") or {}
    if layer is None and len(hello["provides"]) == 1:
        layer = hello["provides"][0]
    try:
        if start is not None:
            start(options)
        find = _bind(extract, options)
    except Exception as error:
        traceback.print_exc()
        _send({"refuse": _printable(error)})
        return
    _send({"hello": {"protocol": PROTOCOL}})
    for line in requests:
        request = _loads(line)
        if "documents" in request:
            results = [_result(find, layer, document) for document in request["documents"]]
            _write(f'{{"id":{request["id"]:d},"results":[{",".join(results)}]}}')
        elif "bye" in request:
            return


def _result(find: Callable[[Document], Found], layer: Optional[str], fields: Dict[str, Any]) -> str:
    """The result for one document, as JSON in the form of the protocol."""
    try:
        found = find(Document(fields))
        if found is None:
            return "{}"
        if isinstance(found, Drop):
            return _text({"drop": str(found.reason)})
        if isinstance(found, dict):
            layers = [f"{_quote(name)}:{_layer(annotations)}" for name, annotations in found.items()]
            return f'{{"layers":{{{",".join(layers)}}}}}'
        if layer is None:
            raise TypeError("several layers are provided: answer with a dict of layers, or name one in run()")
        return f'{{"layers":{{{_quote(layer)}:{_layer(found)}}}}}'
    except Exception as error:
        traceback.print_exc()
        return _text({"error": {"code": "exception", "message": _printable(error)}})


def _layer(annotations: Any) -> str:
    # single values such as that of `language`, and dicts in the form of records, go as they are
    if isinstance(annotations, (dict, str)) or annotations is None:
        return _text(annotations)
    parts: List[str] = []
    for a in annotations:
        if type(a) is Annotation:
            start, end, label, value = a
            if type(start) is int and type(end) is int:
                # put together by hand: three times faster than by way of a dict
                text = "null" if value is None else _text(value)
                parts.append(f'{{"span":[{start},{end}],"label":{_quote(label)},"value":{text}}}')
                continue
            a = {"span": [start, end], "label": label, "value": value}
        parts.append(_text(a))
    return f'[{",".join(parts)}]'


def _printable(error: Exception) -> str:
    # messages may hold anything, also halves of surrogate pairs
    return f"{type(error).__name__}: {error}".encode(errors="replace").decode()


def _send(message: Dict[str, Any]) -> None:
    _write(_text(message))


def _write(line: str) -> None:
    assert _answers is not None
    _answers.write(line.encode() + b"\n")
    _answers.flush()


def _show(find: Callable[[Document], Found], layer: Optional[str], document: Document) -> None:
    """Prints what is found in one document, for people."""
    found = find(document)
    if isinstance(found, Drop):
        print(f"dropped: {found.reason}")
        return
    layers = found if isinstance(found, dict) else {layer or "annotations": found or []}
    for name, annotations in layers.items():
        print(name)
        for a in annotations:
            if isinstance(a, Annotation):
                words = json.dumps(document.text[a.start : a.end], ensure_ascii=False)
                print(f"  {a.start}..{a.end}  {a.label}  {words}  {json.dumps(a.value, ensure_ascii=False)}")
            else:
                print(f"  {json.dumps(a, ensure_ascii=False)}")
