"""Exports a trained model as 8-bit ONNX that onnxruntime 1.14 loads. python export.py --model DIR --out DIR"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from transformers import AutoTokenizer, AutoModelForTokenClassification

# What the runtime of the appliance reads; newer ones do not load there.
OPSET = 14
IR_VERSION = 7


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2, for the tokenizer")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--full", type=Path, help="where to leave the model before quantisation, to compare")
    options = parser.parse_args()
    (options.out / "onnx").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "model.onnx"
        export(options.model, full)
        if options.full:
            shutil.copy(full, options.full)
        fused = Path(folder) / "fused.onnx"
        fuse(full, fused)
        # Fused nodes are of a domain whose shapes are not inferred: every tensor in between is of floats.
        quantize_dynamic(fused, options.out / "onnx/model_quantized.onnx", weight_type=QuantType.QInt8, per_channel=True,
                         reduce_range=True, extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT})
    write_tokenizer(options.base, options.model, options.out)


def export(folder: Path, path: Path) -> None:
    model = AutoModelForTokenClassification.from_pretrained(folder, attn_implementation="eager").eval()
    ids = torch.ones(1, 8, dtype=torch.long)
    torch.onnx.export(
        model, (ids, torch.ones_like(ids), torch.zeros_like(ids)), str(path),
        input_names=["input_ids", "attention_mask", "token_type_ids"], output_names=["logits"],
        dynamic_axes={name: {0: "batch", 1: "pieces"} for name in ("input_ids", "attention_mask", "token_type_ids", "logits")},
        opset_version=OPSET, dynamo=False,
    )
    graph = onnx.load(str(path))
    graph.ir_version = IR_VERSION
    onnx.save(graph, str(path))


def fuse(plain: Path, path: Path) -> None:
    """Attention, layer norms and activations as one node each, which the runtime has faster code for."""
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False
    model = optimizer.optimize_model(str(plain), model_type="bert", num_heads=0, hidden_size=0, opt_level=0,
                                     optimization_options=options)
    model.save_model_to_file(str(path))
    graph = onnx.load(str(path))
    graph.ir_version = IR_VERSION
    onnx.save(graph, str(path))


def write_tokenizer(base: Path, model: Path, out: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(base)
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.backend_tokenizer.save(str(out / "tokenizer.json"))
    settings = {"do_lower_case": True, "model_max_length": 512, "tokenizer_class": "BertTokenizer"}
    (out / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n")
    shutil.copy(model / "config.json", out / "config.json")


if __name__ == "__main__":
    main()
