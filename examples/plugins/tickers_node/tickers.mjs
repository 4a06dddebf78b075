// Finds stock tickers in articles: a plugin for wiredesk without any library. One JSON object a
// line: hello, then requests with documents, answered by results under the same id.

import { createInterface } from "node:readline";

// companies that are looked for when the option `names` names no others; all invented
const NAMES = {
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
};

// neither a letter nor a digit of any script
const [BEFORE, AFTER] = ["(?<![\\p{Alphabetic}\\p{N}])", "(?![\\p{Alphabetic}\\p{N}])"];
const LISTED = "\\((?<exchange>NYSE|NASDAQ|LSE|TSX|ASX): ?(?<listed>[A-Z]{1,5}(?:\\.[A-Z])?)\\)";
const CASHTAG = `${BEFORE}\\$(?<cashtag>[A-Z]{1,5})${AFTER}`;

let names, rules;

function start(options) {
  names = options?.names ?? NAMES;
  const longestFirst = Object.keys(names).filter(Boolean).sort((a, b) => b.length - a.length);
  const choices = longestFirst.map((name) => name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join("|") || "(?!)";
  rules = new RegExp(`${LISTED}|${CASHTAG}|${BEFORE}(?<name>${choices})${AFTER}`, "dgu");
}

function extract(text) {
  return Array.from(text.matchAll(rules), ({ groups: { exchange, listed, cashtag, name }, indices }) => {
    const kind = listed ? "listed" : cashtag ? "cashtag" : "name";
    // JavaScript counts UTF-16 units, the protocol counts code points
    const span = indices.groups[kind].map((offset) => [...text.slice(0, offset)].length);
    const value = { listed: { exchange }, cashtag: null, name: { name: true } }[kind];
    return { span, label: listed ?? cashtag ?? names[name], value };
  });
}

const say = (message) => process.stdout.write(JSON.stringify(message) + "\n");

for await (const line of createInterface({ input: process.stdin })) {
  const { hello, id, documents } = JSON.parse(line);
  if (hello) {
    start(hello.options);
    say(hello.protocol.includes(1) ? { hello: { protocol: 1 } } : { refuse: "speaks protocol version 1 only" });
  } else if (documents) {
    say({ id, results: documents.map(({ text }) => ({ layers: { "acme/tickers": extract(text) } })) });
  }
}
