"""Narrows the layers of a trained model to the inner numbers it uses most. python narrow.py --model DIR --data DIR --out DIR"""

import argparse
import random
from pathlib import Path

import torch
from torch import nn
from transformers import AutoTokenizer, ElectraForTokenClassification

from data import to_example, training_texts
from pools import build_pools
from train import batches_of, padded

SEED = 20261122
# Enough to tell which of a layer's inner numbers matter, and read within a minute.
BATCHES = 150


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True, help="folder with pii/, intent/")
    parser.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2, for the tokenizer")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--size", type=int, default=384, help="inner numbers of each layer that stay")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    model = ElectraForTokenClassification.from_pretrained(options.model).eval()
    tokenizer = AutoTokenizer.from_pretrained(options.base)
    weights = importances(model, sample(options.data, tokenizer))
    for layer, weight in zip(model.electra.encoder.layer, weights):
        keep(layer, weight.topk(options.size).indices.sort().values)
    model.config.intermediate_size = options.size
    model.save_pretrained(options.out)


def sample(data: Path, tokenizer: AutoTokenizer) -> list:
    texts = training_texts(data, build_pools(SEED), SEED)
    return batches_of([to_example(pieces, tokenizer) for pieces in texts], random.Random(SEED))[:BATCHES]


def importances(model: ElectraForTokenClassification, batches: list) -> list[torch.Tensor]:
    """What the loss would change without each number, to the first order (Molchanov et al. 2017)."""
    seen: dict[int, torch.Tensor] = {}
    layers = model.electra.encoder.layer
    for index, layer in enumerate(layers):
        layer.intermediate.register_forward_hook(noting(seen, index))
    sums = [torch.zeros(model.config.intermediate_size) for _ in layers]
    for batch in batches:
        ids, mask, labels = padded(batch)
        model(input_ids=ids, attention_mask=mask, labels=labels).loss.backward()
        for index, values in seen.items():
            sums[index] += (values * values.grad).detach().abs().sum(dim=(0, 1))
    return sums


def noting(seen: dict[int, torch.Tensor], index: int):
    def note(_layer: nn.Module, _inputs: tuple, output: torch.Tensor) -> None:
        output.retain_grad()
        seen[index] = output

    return note


def keep(layer: nn.Module, chosen: torch.Tensor) -> None:
    into, out = layer.intermediate.dense, layer.output.dense
    layer.intermediate.dense = linear(into.weight[chosen], into.bias[chosen])
    layer.output.dense = linear(out.weight[:, chosen], out.bias)


def linear(weight: torch.Tensor, bias: torch.Tensor) -> nn.Linear:
    made = nn.Linear(weight.shape[1], weight.shape[0])
    made.weight.data, made.bias.data = weight.detach().clone(), bias.detach().clone()
    return made


if __name__ == "__main__":
    main()
