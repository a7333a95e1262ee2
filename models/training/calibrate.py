"""Chooses the thresholds of a trained model and says what they cost. python calibrate.py --data DIR --model DIR

Uses training conversations and questions that were never trained on, and generated sentences with held-out names; never
an evaluation file. Writes decoding.json beside the model.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime
from transformers import AutoTokenizer

from data import HERE, is_kept_for_calibration, is_question_for_calibration, text_of, unique
from generate import Generator, Pieces, read_templates, roughen
from labels import LABELS
from pools import build_pools
from sources import UNKNOWN, doubt_missed_names, gazetteer_of, given_names_of, read_multidogo, read_questions

STEPS = [n / 20 for n in range(7, 20)]
# Told by the appliance; the rest of the labels keeps the model from calling a number a name.
TOLD = ["NAME", "PLACE", "ORGANIZATION", "ADDRESS", "NRP", "AGE", "JOB"]
# Texts with an alarm, of 1,000 questions. They hold first names that nobody marked ("call me rupert"), so that about half of
# the alarms for names are right.
ALLOWED = {"NAME": 13.0, "PLACE": 1.0, "ORGANIZATION": 1.5, "ADDRESS": 0.5, "NRP": 0.5, "AGE": 0.5, "JOB": 0.5}
LOWEST = 0.5


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="folder that export.py wrote")
    parser.add_argument("--seed", type=int, default=20261121)
    options = parser.parse_args()
    reader = Reader(options.model)
    pools = build_pools(options.seed)
    names = given_names_of(pools)
    turns = read_multidogo(options.data / "pii/multidogo", "train")
    held_turns = unique(doubt_missed_names([turn for conversation, turn in turns if is_kept_for_calibration(conversation)], names))
    trained = unique(doubt_missed_names([turn for conversation, turn in turns if not is_kept_for_calibration(conversation)], names))
    questions = read_questions(options.data, gazetteer_of(pools, trained))
    generated = held_out_sentences(pools, options.seed)
    sets = {
        "turns": [reader.judge(turn) for turn in held_turns],
        "generated": [reader.judge(one) for one in generated],
        "questions": [reader.judge(one) for one in questions if is_question_for_calibration(text_of(one))],
    }
    print({name: len(texts) for name, texts in sets.items()})
    thresholds = {label: choose(label, sets) for label in TOLD}
    (options.model / "decoding.json").write_text(json.dumps({"labels": LABELS, "thresholds": thresholds}, indent=2) + "\n")
    print(thresholds)


def held_out_sentences(pools, seed: int) -> list[Pieces]:
    """Sentences of every register with names that were never trained on."""
    pools.people = pools.held_out
    generator = Generator(pools, seed + 999)
    texts = []
    for register, count in (("chat", 1200), ("letters", 300), ("news", 700), ("negatives", 1500), ("questions", 600)):
        templates = read_templates(HERE / "templates" / f"{register}.txt")
        chat = register in ("chat", "negatives", "questions")
        texts += [roughen(generator.fill(generator.random.choice(templates)), generator.random, chat) for _ in range(count)]
    return texts


class Reader:
    """Words of a text with their true label, their likeliest kind and the belief that they are any."""

    def __init__(self, folder: Path):
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(folder / "onnx/model_quantized.onnx"), options)

    def judge(self, pieces: Pieces) -> list[tuple[str, str, float]]:
        text = text_of(pieces)
        labels = [label for piece, label in pieces for _ in piece]
        encoded = self.tokenizer(text, truncation=True, max_length=160, return_offsets_mapping=True)
        ids = np.array([encoded["input_ids"]], dtype=np.int64)
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        logits = self.session.run(None, feeds)[0][0]
        chances = np.exp(logits - logits.max(-1, keepdims=True))
        chances /= chances.sum(-1, keepdims=True)
        by_word: dict[int, list[int]] = {}
        for index, word in enumerate(encoded.word_ids()):
            if word is not None:
                by_word.setdefault(word, []).append(index)
        answer = []
        for indices in by_word.values():
            mean = chances[indices].mean(0)
            truth = labels[encoded["offset_mapping"][indices[0]][0]]
            answer.append((truth, LABELS[1 + int(mean[1:].argmax())], float(1 - mean[0])))
        return answer


def choose(label: str, sets: dict[str, list[list[tuple[str, str, float]]]]) -> float:
    """The lowest threshold that raises no more false alarms than allowed among questions."""
    chosen = STEPS[-1]
    for threshold in reversed(STEPS):
        alarms = sum(any(is_alarm(word, label, threshold) for word in text) for text in sets["questions"])
        per_thousand = 1000 * alarms / len(sets["questions"])
        clean = [text for text in sets["turns"] if all(word[0] == "O" for word in text)]
        in_turns = 1000 * sum(any(is_alarm(word, label, threshold) for word in text) for text in clean) / len(clean)
        recalls = {name: recall_of(label, threshold, sets[name]) for name in ("turns", "generated")}
        print(f"{label} {threshold:.2f}: alarms per 1,000 questions {per_thousand:.2f}, turns {in_turns:.2f}; recall {recalls}")
        if per_thousand <= ALLOWED[label] and threshold >= LOWEST:
            chosen = threshold
    return chosen


def is_alarm(word: tuple[str, str, float], label: str, threshold: float) -> bool:
    truth, kind, score = word
    return truth == "O" and kind == label and score >= threshold


def recall_of(label: str, threshold: float, texts: list[list[tuple[str, str, float]]]) -> str:
    """Words of the label that are found as any told kind; which kind is no matter for what stays secret."""
    wanted = [word for text in texts for word in text if word[0] == label]
    found = sum(score >= threshold and kind in TOLD for _, kind, score in wanted)
    return f"{found / max(1, len(wanted)):.3f} of {len(wanted)}"


if __name__ == "__main__":
    main()
