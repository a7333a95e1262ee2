"""Reads the public sets as lists of (piece, label), as generate.py makes them."""

import collections
import csv
import json
import random
import re
from pathlib import Path

import lists
from labels import ENTITIES, SLOTS
from generate import Pieces

UNKNOWN = "?"
csv.field_size_limit(10**9)


def read_multidogo(folder: Path, part: str) -> list[tuple[str, Pieces]]:
    """Conversation and turn of every customer turn of the `train` or `dev` files whose words and labels agree."""
    turns = []
    for path in sorted(folder.glob(f"*.{part}.tsv")):
        with path.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                words = (row["utterance"] or "").split()
                slots = (row["slot-labels"] or "").split()
                if words and len(words) == len(slots):
                    labels = [SLOTS.get(slot, "O") for slot in slots]
                    turns.append((row["conversationId"], spaced(words, labels)))
    return turns


def spaced(words: list[str], labels: list[str]) -> Pieces:
    pieces: Pieces = []
    for index, (word, label) in enumerate(zip(words, labels)):
        if index > 0:
            inside = label == labels[index - 1]
            pieces.append((" ", label if inside else "O"))
        pieces.append((word, label))
    return pieces


def doubt_missed_names(turns: list[Pieces], given_names: set[str]) -> list[Pieces]:
    """The annotators missed some names, those of agents above all: such a word counts neither way where it is not marked."""
    counts: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    for pieces in turns:
        for text, label in pieces:
            counts[text.lower()]["NAME" if label == "NAME" else "other"] += 1
    doubtful = {word for word, count in counts.items() if count["NAME"] > 1.5 * count["other"] and len(word) > 1}
    doubtful |= {word for word in counts if word in given_names}
    missed_words = {word for word, count in counts.items() if count["other"] > 4 * count["NAME"]}
    answer = []
    for pieces in turns:
        fixed = []
        for text, label in pieces:
            word = text.lower()
            wrong = (label == "O" and word in doubtful) or (label == "NAME" and word in missed_words)
            fixed.append((text, UNKNOWN if wrong else label))
        answer.append(fixed)
    return answer


def read_conll(path: Path) -> list[Pieces]:
    sentences: list[Pieces] = []
    words: list[str] = []
    labels: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        parts = line.split()
        if len(parts) < 2:
            if words:
                sentences.append(tidy(spaced(words, labels)))
            words, labels = [], []
            continue
        entity = parts[-1].split("-", 1)[-1]
        words.append(parts[0])
        labels.append("O" if entity == "O" else (ENTITIES.get(entity, "O") or UNKNOWN))
    return sentences


def tidy(pieces: Pieces) -> Pieces:
    """Takes the space away that stands before a full stop or comma in tokenised text."""
    return [p for at, p in enumerate(pieces) if not (p[0] == " " and at + 1 < len(pieces) and pieces[at + 1][0] in ".,!?;:'s")]


def read_questions(data: Path, gazetteer: set[str]) -> list[Pieces]:
    """Everyday questions without personal data of their own; a word that may be a name or place counts neither way."""
    clinc = json.loads((data / "intent/clinc150/train_val.json").read_text(encoding="utf-8"))
    texts = [text for text, _intent in clinc["train"] + clinc["oos_train"]]
    bitext = data / "intent/bitext-support/Bitext_Sample_Customer_Service_Training_Dataset.csv"
    with bitext.open(encoding="utf-8") as lines:
        support = [row["utterance"] for row in csv.DictReader(lines) if not row["entity_type"] or "order" in row["entity_type"]]
    random.Random(1).shuffle(support)
    for path in sorted((data / "intent/nlupp-banking").glob("fold*.json")):
        texts += [row["text"] for row in json.loads(path.read_text(encoding="utf-8"))]
    return [without_doubtful(text, gazetteer) for text in texts + support[:4000]]


def without_doubtful(text: str, gazetteer: set[str]) -> Pieces:
    pieces: Pieces = []
    for part in re.findall(r"\w+|\W+", text):
        number = any(c.isdigit() for c in part)
        pieces.append((part, UNKNOWN if number or part.lower() in gazetteer else "O"))
    return pieces


ORDINARY = set(
    "will may mark grace bill grant chase rob max art pat jack drew sue rich guy man hope joy faith odds page price day "
    "young white black brown green king cook may april june august summer autumn bank banks field read reading love park "
    "long short law star sky dean miles rose penny mint olive basil sage pearl ruby amber crystal gold silver angel major "
    "the to in is of a an best rice stone post case cash lane way west east north south bell ball wood woods forest hill "
    "can van van my main central of new old home city and on for bath nice sale deal reading mobile orange".split()
)


def given_names_of(pools) -> set[str]:
    """First names usual in English and in India, where these conversations were written, without everyday words."""
    return {
        p.first.lower() for p in [*pools.people, *pools.held_out] if p.origin in ("english", "south-asian") and len(p.first) > 2
    } - ORDINARY - OFTEN_NO_NAME


OFTEN_NO_NAME = set(
    "may mia lee see ali sky eve ray art max don des rose summer april june august hope grace joy faith will mark bill frank "
    "grant chase drew dean miles penny olive ruby amber crystal pearl gale gene rob pat jack guy rich sandy dawn holly ivy "
    "iris lily daisy poppy violet jade opal ginger brook cliff dale glen heath norm stone wade chance carter mason taylor "
    "hunter parker cooper harper skyler destiny heaven star storm rain misty stormy sunny honey candy angel christian carol "
    "melody harmony charity patience mercy constance prudence tony lance neil paige tate reed miss said thank hay ash bay raj "
    "kelly india paris london georgia dakota phoenix austin dallas houston jordan israel chelsea brooklyn madison lincoln "
    "jackson denver savannah carolina virginia florence sydney victoria asia kenya ireland".split()
)


def gazetteer_of(pools, turns: list[Pieces]) -> set[str]:
    """Names, places and nationalities in lower case, without the words that customers use all the time."""
    usual = collections.Counter(text.lower() for turn in turns for text, label in turn if label == "O")
    names = {w.lower() for p in pools.people for name in (p.first, p.last) for w in name.split() if len(w) > 2}
    words = {word for word in names if usual[word] < 8}
    words |= {w.lower() for place in pools.places for w in re.findall(r"\w+", place["city"]) if len(w) > 3}
    words |= {w.lower() for n in lists.NATIONALITIES for w in n.split()}
    return words - ORDINARY
