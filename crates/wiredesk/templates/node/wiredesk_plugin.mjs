// Extractors for wiredesk in JavaScript: copy this one file beside your plugin. Node 18 or later,
// no other module.
//
//     import { run } from "./wiredesk_plugin.mjs";
//     run((document, options) => [{ start: 0, end: 3, label: "x", value: null }], import.meta.url);
//
// A function is given a document (id, source, key, url, title, authors, published, language, text,
// layers) and the options, and answers with annotations, with nothing, or with { drop: "reason" }.
// Where several layers are provided it answers with { layers: { "acme/places": [...], … } }. Offsets
// are those of JavaScript; they are converted on the way. What it throws costs that document the
// layer. console.log goes to the log.

import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PROTOCOL = 1;

// Answers wiredesk until it says goodbye, if `module` is the program that was started.
export async function run(extract, module) {
  if (process.argv[1] !== fileURLToPath(module)) return;
  for (const name of ["log", "info", "debug"]) console[name] = console.error;
  const say = (message) => process.stdout.write(JSON.stringify(message) + "\n");
  let options, layer;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const { hello, id, documents } = JSON.parse(line);
    if (hello) {
      options = hello.options;
      if (hello.provides.length === 1) [layer] = hello.provides;
      if (hello.offsets !== "code-points") say({ refuse: 'offsets = "code-points" belongs into plugin.toml' });
      else say({ hello: { protocol: PROTOCOL } });
    } else if (documents) {
      say({ id, results: documents.map((document) => answer(extract, document, options, layer)) });
    }
  }
}

function answer(extract, document, options, layer) {
  try {
    const found = extract(document, options) ?? [];
    if (found.drop !== undefined) return { drop: String(found.drop) };
    if (!found.layers && !layer) throw new TypeError("several layers are provided: answer with { layers: … }");
    const point = codePoints(document.text);
    const annotation = ({ start, end, label, value }) => ({ span: [point(start), point(end)], label, value: value ?? null });
    const layers = Object.entries(found.layers ?? { [layer]: found });
    return { layers: Object.fromEntries(layers.map(([name, list]) => [name, Array.from(list, annotation)])) };
  } catch (error) {
    console.error(error);
    return { error: { code: "exception", message: String(error) } };
  }
}

// Converts offsets in UTF-16 units, as JavaScript counts, to code points, as wiredesk does.
export function codePoints(text) {
  const pairs = Array.from(text.matchAll(/[\u{10000}-\u{10ffff}]/gu), (match) => match.index);
  if (pairs.length === 0) return (offset) => offset;
  return (offset) => {
    let [low, high] = [0, pairs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[middle] < offset) low = middle + 1;
      else high = middle;
    }
    return offset - low;
  };
}
