"""Builds the default embedding model; see README.md beside this file."""

import argparse
import hashlib
import json
import os

import onnx
from graph import build_model
from vocabulary import Tokenizer, choose
from weights import Weights, read_weights

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.dirname(HERE)
MODEL = "e5-small-zh-en-q4.onnx"
TOKENIZER = "e5-small-zh-en-tokenizer.json"
CASES = "tokenizer-cases.json"
# What the tokenizer in TypeScript must split alike: written by us.
CASE_TEXTS = [
    "",
    " ",
    "Tighten the coupling bolts of the KP-40 to 25 N·m.",
    "轴承温度超过 95 ℃ 时停机检查。",
    "变频器报F0012故障，参数P1-03出厂值50Hz",
    "LinuxCNC reads G-code; OpenROAD and PyVCP are CamelCase.",
    "set_routing_alpha -net net1 0.5",
    "  two  spaces   three ",
    "ﬁne ﬂow ① ² ½ ＫＰ－４０",
    "emoji 🔧 and 𠮷 stay whole",
    "°C µm ±0.05 ≤ 10 m³/h Ω",
    "Déjà vu – naïve “quotes” …",
]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--text", action="append", default=[], help="technical text whose pieces are kept (file or folder; again for more)")
    parser.add_argument("--same-vocabulary", action="store_true", help="keep the pieces of the tokenizer that is there: only the graph is written anew")
    arguments = parser.parse_args()
    weights = read_weights()
    keep = present_pieces(weights) if arguments.same_vocabulary else choose(weights, arguments.text)
    onnx.save(build_model(weights, keep), os.path.join(TARGET, MODEL))
    tokenizer = Tokenizer(weights, keep)
    position = {old: new for new, old in enumerate(keep)}
    write_json(
        TOKENIZER,
        {
            "pieces": [weights.pieces[old] for old in keep],
            "scores": [round(float(weights.scores[old]), 4) for old in keep],
            "norm": {str(point): text for point, text in weights.norm.items()},
            "bos": position[weights.bos],
            "eos": position[weights.eos],
            "pad": position[weights.pad],
            "unk": position[weights.unk],
            "unkScore": tokenizer.unknown_score,
        },
    )
    write_json(CASES, [{"text": text, "ids": tokenizer.encode(text)} for text in CASE_TEXTS])
    write_json("checksums.json", {name: checksum(name) for name in (MODEL, TOKENIZER)})
    print(f"{len(keep)} pieces, {os.path.getsize(os.path.join(TARGET, MODEL)) / 1e6:.1f} MB")


def present_pieces(weights: Weights) -> list[int]:
    with open(os.path.join(TARGET, TOKENIZER), encoding="utf8") as file:
        pieces = json.load(file)["pieces"]
    position = {piece: index for index, piece in enumerate(weights.pieces)}
    return [position[piece] for piece in pieces]


def write_json(name: str, value: object) -> None:
    with open(os.path.join(TARGET, name), "w", encoding="utf8") as file:
        json.dump(value, file, ensure_ascii=False, separators=(",", ":"))


def checksum(name: str) -> str:
    with open(os.path.join(TARGET, name), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


if __name__ == "__main__":
    main()
