"""The training set: real turns, real sentences and filled templates, as characters with labels and then word pieces."""

import hashlib
import random
from dataclasses import dataclass
from pathlib import Path

from generate import Generator, Pieces, read_templates, roughen
from labels import IGNORED, INDEX
from pools import Pools
from sources import UNKNOWN, doubt_missed_names, gazetteer_of, given_names_of, read_conll, read_multidogo, read_questions

HERE = Path(__file__).parent
# Texts of each kind. One pass over all of them is one epoch.
TEXTS = {"chat": 32_000, "letters": 9_000, "news": 15_000, "negatives": 22_000, "questions": 14_000}
TURNS_WITHOUT_SLOTS = 14_000
QUESTIONS = 12_000
# Several texts as one, as long as what is read at once: letters, and windows that begin in the middle of something.
LONG_TEXTS = 9_000
MOST_PIECES = 160


@dataclass
class Example:
    ids: list[int]
    labels: list[int]


def is_kept_for_calibration(conversation: str) -> bool:
    """One conversation in twelve: thresholds are chosen on these, nothing is trained on them."""
    return int(conversation[:4], 16) % 12 == 0


def is_question_for_calibration(text: str) -> bool:
    return hashlib.sha256(text.encode()).digest()[0] % 10 == 0


def training_texts(data: Path, pools: Pools, seed: int) -> list[Pieces]:
    source = random.Random(seed)
    all_turns = [turn for conversation, turn in read_multidogo(data / "pii/multidogo", "train")
                 if not is_kept_for_calibration(conversation)]
    turns = unique(doubt_missed_names(all_turns, given_names_of(pools)))
    source.shuffle(turns)
    with_slots = [turn for turn in turns if any(label not in ("O", UNKNOWN) for _, label in turn)]
    without = [turn for turn in turns if not any(label not in ("O", UNKNOWN) for _, label in turn)]
    texts = with_slots + without[:TURNS_WITHOUT_SLOTS]
    texts += [roughen(turn, source, chat=False) for turn in with_slots if source.random() < 0.15]

    real = read_conll(data / "pii/names/wikigold.conll") + read_conll(data / "pii/names/wnut17.train.conll")
    texts += real + [[(text.lower(), label) for text, label in one] for one in real if source.random() < 0.4]
    questions = [one for one in read_questions(data, gazetteer_of(pools, turns)) if not is_question_for_calibration(text_of(one))]
    source.shuffle(questions)
    texts += [roughen(one, source, chat=True) for one in questions[:QUESTIONS]]

    generator = Generator(pools, seed)
    for register, count in TEXTS.items():
        templates = read_templates(HERE / "templates" / f"{register}.txt")
        for _ in range(count):
            filled = generator.fill(source.choice(templates))
            if source.random() < 0.12 and register != "letters":
                filled = [*filled, (source.choice([". ", " ", "\n"]), "O"), *generator.fill(source.choice(templates))]
            texts.append(roughen(filled, source, chat=register in ("chat", "negatives", "questions")))
    texts += [long_text(texts, source) for _ in range(LONG_TEXTS)]
    source.shuffle(texts)
    return texts


def long_text(texts: list[Pieces], source: random.Random) -> Pieces:
    """Texts one after the other, the first of them cut off at its start; one in five says one thing again and again."""
    wanted = source.randint(150, 550)
    again = source.choice(texts) if source.random() < 0.2 else None
    joined = from_middle(source.choice(texts), source)
    while (length := len(text_of(joined))) < wanted:
        repeated = again is not None and length < 0.8 * wanted
        joined = [*joined, (source.choice([". ", " ", ", ", "\n"]), "O"), *(again if repeated else source.choice(texts))]
    return joined


def from_middle(pieces: Pieces, source: random.Random) -> Pieces:
    return pieces[source.randrange(len(pieces)) :] if source.random() < 0.5 else pieces


def text_of(pieces: Pieces) -> str:
    return "".join(piece for piece, _ in pieces)


def unique(turns: list[Pieces]) -> list[Pieces]:
    return [list(turn) for turn in dict.fromkeys(tuple(turn) for turn in turns)]


def to_example(pieces: Pieces, tokenizer) -> Example:
    """A word piece has the label of its first character."""
    text = text_of(pieces)
    labels = [label for piece, label in pieces for _ in piece]
    encoded = tokenizer(text, truncation=True, max_length=MOST_PIECES, return_offsets_mapping=True)
    numbers = []
    for start, end in encoded["offset_mapping"]:
        label = labels[start] if end > start else UNKNOWN
        numbers.append(IGNORED if label == UNKNOWN else INDEX[label])
    return Example(encoded["input_ids"], numbers)
