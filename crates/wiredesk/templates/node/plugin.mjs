// Finds stock tickers such as `(NYSE: VLD)`.

import { run } from "./wiredesk_plugin.mjs";

const TICKER = /\((?<exchange>[A-Z]{2,10}): ?(?<symbol>[A-Z][A-Z0-9]{0,9})\)/dg;

// What it finds in one document; offsets are those of JavaScript strings.
export function extract({ text }, { exchanges }) {
  const matches = [...text.matchAll(TICKER)].filter(({ groups }) => exchanges.includes(groups.exchange));
  return matches.map(({ groups: { exchange, symbol }, indices: { groups } }) => {
    const [start, end] = groups.symbol;
    return { start, end, label: symbol, value: { exchange } };
  });
}

run(extract, import.meta.url);
