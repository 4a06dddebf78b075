"""Tests of the function alone: python3 -m unittest"""

import unittest

from wiredesk_plugin import Document

from {{name}} import extract

OPTIONS = {"exchanges": ["NYSE"]}


class Tickers(unittest.TestCase):
    def found(self, text):
        document = Document({"text": text})
        return [text[found.start : found.end] for found in extract(document, OPTIONS)]

    def test_the_symbol_is_marked_without_its_exchange(self):
        self.assertEqual(self.found("Veldt (NYSE: VLD) and Åsa (NYSE:ASA) rose."), ["VLD", "ASA"])

    def test_other_exchanges_and_brackets_are_left_alone(self):
        self.assertEqual(self.found("Quay (LSE: QAY) fell (see page 4)."), [])


if __name__ == "__main__":
    unittest.main()
