"""Trains a small encoder on the word pieces of MiniLM. python train.py --data DIR --base DIR --out DIR"""

import argparse
import math
import random
import time
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer, ElectraConfig, ElectraForTokenClassification

from data import Example, to_example, training_texts
from labels import IGNORED, INDEX, LABELS
from pools import build_pools

PIECES_A_STEP = 1_536
RATE = 1.5e-3
WARM_UP = 0.06
# A kilobyte must be read within milliseconds on one core: a third of the work of MiniLM's first three layers.
SHAPE = {"hidden_size": 192, "num_hidden_layers": 3, "num_attention_heads": 6, "intermediate_size": 768}


def main() -> None:
    options = parse_options()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    tokenizer = AutoTokenizer.from_pretrained(options.base)
    model = ElectraForTokenClassification.from_pretrained(options.model) if options.model else beginner(options.base)
    # What MiniLM knows of rare words stays: most of them no training text holds.
    for weights in model.electra.embeddings.parameters():
        weights.requires_grad = False
    pools = build_pools(options.seed)
    batches: list[list[Example]] = []
    for epoch in range(options.epochs):
        # Each pass fills the templates anew: real texts come again, generated ones do not.
        texts = training_texts(options.data, pools, options.seed + epoch)
        examples = [to_example(pieces, tokenizer) for pieces in texts]
        print(f"pass {epoch}: {len(examples)} texts, {sum(len(e.ids) for e in examples)} word pieces", flush=True)
        batches += batches_of(examples, random.Random(options.seed + epoch))
    train(model, batches, options)
    save(model, options.out)


def beginner(base: Path) -> ElectraForTokenClassification:
    """The encoder before training: MiniLM's embeddings, brought to the width of untrained layers (Clark et al. 2020)."""
    known = AutoModel.from_pretrained(base).embeddings
    config = ElectraConfig(
        vocab_size=known.word_embeddings.num_embeddings, embedding_size=known.word_embeddings.embedding_dim, **SHAPE,
        id2label=dict(enumerate(LABELS)), label2id=INDEX, attn_implementation="eager",
    )
    model = ElectraForTokenClassification(config)
    model.electra.embeddings.load_state_dict(known.state_dict())
    return model


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True, help="folder with pii/, intent/")
    parser.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--model", type=Path, help="start from this earlier result instead")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--minutes", type=float, default=60, help="time after which the last steps are cut")
    return parser.parse_args()


def batches_of(examples: list[Example], source: random.Random) -> list[list[Example]]:
    """Texts of like length together, so that little is spent on padding; batches in random order."""
    ordered = sorted(examples, key=lambda e: len(e.ids) + source.random())
    batches: list[list[Example]] = [[]]
    for example in ordered:
        if (len(batches[-1]) + 1) * len(example.ids) > PIECES_A_STEP and batches[-1]:
            batches.append([])
        batches[-1].append(example)
    source.shuffle(batches)
    return batches


def train(model: ElectraForTokenClassification, batches: list[list[Example]], options: argparse.Namespace) -> None:
    learning = [p for p in model.parameters() if p.requires_grad]
    matrices = [p for p in learning if p.dim() > 1]
    vectors = [p for p in learning if p.dim() == 1]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0.0}], lr=options.rate
    )
    model.train()
    started = time.monotonic()
    seen, mean_loss = 0, 0.0
    for step, batch in enumerate(batches):
        # By share of the batches or of the time, whichever is further: the rate always ends at zero.
        share = max(step / len(batches), (time.monotonic() - started) / (options.minutes * 60))
        if share >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(1, share / WARM_UP + 0.02) * (0.5 + 0.5 * math.cos(math.pi * share))
        ids, mask, labels = padded(batch)
        loss = model(input_ids=ids, attention_mask=mask, labels=labels).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        seen += int(mask.sum())
        mean_loss = 0.98 * mean_loss + 0.02 * float(loss) if step else float(loss)
        if step % 50 == 0:
            seconds = time.monotonic() - started
            print(f"step {step}/{len(batches)} loss {mean_loss:.4f} {seen / seconds:.0f} pieces/s {seconds:.0f} s", flush=True)
        if step % 400 == 399:
            model.save_pretrained(options.out / "running")
    print(f"trained {seen} word pieces in {time.monotonic() - started:.0f} s", flush=True)


def padded(batch: list[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    width = max(len(example.ids) for example in batch)
    ids = torch.zeros(len(batch), width, dtype=torch.long)
    mask = torch.zeros(len(batch), width, dtype=torch.long)
    labels = torch.full((len(batch), width), IGNORED, dtype=torch.long)
    for row, example in enumerate(batch):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        mask[row, : len(example.ids)] = 1
        labels[row, : len(example.ids)] = torch.tensor(example.labels)
    return ids, mask, labels


def save(model: ElectraForTokenClassification, out: Path) -> None:
    model.eval()
    model.save_pretrained(out)


if __name__ == "__main__":
    main()
