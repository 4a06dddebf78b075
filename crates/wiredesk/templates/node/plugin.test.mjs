// Tests of the function alone: node --test

import assert from "node:assert/strict";
import { test } from "node:test";

import { codePoints } from "./wiredesk_plugin.mjs";
import { extract } from "./{{name}}.mjs";

const found = (text) => extract({ text }, { exchanges: ["NYSE"] }).map(({ start, end }) => text.slice(start, end));

test("the symbol is marked without its exchange", () => {
  assert.deepEqual(found("Veldt (NYSE: VLD) and Åsa (NYSE:ASA) rose."), ["VLD", "ASA"]);
});

test("other exchanges and brackets are left alone", () => {
  assert.deepEqual(found("Quay (LSE: QAY) fell (see page 4)."), []);
});

test("offsets become code points", () => {
  assert.equal(codePoints("🚀🚀a")(4), 2);
});
