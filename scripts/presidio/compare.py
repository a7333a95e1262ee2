"""Runs Microsoft Presidio's pattern recognisers over JSON lines, for `npm run evaluate -- pii --beside presidio`.

Reads `{id, text}` lines from the file of the first argument and writes `{id, spans: [{start, end, type, score}], ms}` lines
to the file of the second; offsets are UTF-16 code units. No language model is loaded and nothing is fetched: names, places
and organisations, which Presidio leaves to a model, are not found here. Ends with 3 where Presidio is not installed.
"""

import json
import logging
import sys
import time

try:
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    from spacy.language import Language
except ImportError:
    sys.exit(3)


# The recogniser of e-mail asks for a list of top-level domains, which would be fetched; the one it comes with is used.
tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())


@Language.component("lower_case_lemmas")
def lower_case_lemmas(document):
    """Presidio looks for context words among the lemmas; a blank pipeline has none, so words stand for themselves."""
    for token in document:
        token.lemma_ = token.lower_
    return document


class BlankNlpEngine(SpacyNlpEngine):
    """Tokens and nothing else."""

    def __init__(self):
        super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
        pipeline = spacy.blank("en")
        pipeline.add_pipe("lower_case_lemmas")
        pipeline.max_length = 10_000_000
        self.nlp = {"en": pipeline}

    def load(self):
        """Nothing to load: the pipeline is made above."""


def analyzer():
    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    registry = RecognizerRegistry()
    engine = BlankNlpEngine()
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=engine)
    registry.remove_recognizer("SpacyRecognizer")
    return AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])


def utf16_offsets(text):
    """UTF-16 code units before each code point, and the whole length."""
    offsets, at = [], 0
    for character in text:
        offsets.append(at)
        at += 2 if ord(character) > 0xFFFF else 1
    return offsets + [at]


def main(source, target):
    engine = analyzer()
    engine.analyze("warm up: 4111 1111 1111 1111", "en")
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
        for line in lines:
            one = json.loads(line)
            begun = time.perf_counter()
            results = engine.analyze(one["text"], "en")
            ms = (time.perf_counter() - begun) * 1000
            offsets = utf16_offsets(one["text"])
            spans = [
                {"start": offsets[r.start], "end": offsets[r.end], "type": r.entity_type, "score": round(r.score, 4)}
                for r in sorted(results, key=lambda r: (r.start, r.end))
            ]
            out.write(json.dumps({"id": one["id"], "spans": spans, "ms": round(ms, 3)}) + "\n")


main(*sys.argv[1:3])
