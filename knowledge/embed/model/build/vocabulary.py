"""Chooses the vocabulary: pieces that Chinese and English need, those of technical text included."""

import gzip
import os
import re
from collections import Counter
from collections.abc import Iterator

import wordfreq
from weights import Weights

WORD_MARK = "\u2581"
HAN = re.compile(r"^[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+$")
SHORT_LATIN = re.compile(r"^\u2581?[\x21-\x7e]{1,3}$")
NUMBER = re.compile(r"^\u2581?[0-9.,:/\-+%x×]+$")
SIGN = re.compile(r"^\u2581?[\u00a0-\u00bf\u00d7\u00f7\u0391-\u03c9\u2000-\u22ff\u2460-\u25ff\u3000-\u303f]+$")
ASCII = re.compile(r"^\u2581?[\x21-\x7e]+$")
WORDS = 120_000
CAPITALISED = 60_000
# A piece that technical text uses less often than this is a chance split.
LEAST_USES = 3
TEXT_ENDINGS = (".txt", ".md", ".html", ".htm", ".rst", ".adoc", ".gz", ".tex", ".1", ".en")
MOST_BYTES_A_FILE = 2_000_000


class Tokenizer:
    """Unigram (Viterbi) tokenizer over all pieces, or over those kept."""

    def __init__(self, weights: Weights, keep: list[int] | None = None):
        special = {weights.bos, weights.eos, weights.pad, weights.unk}
        ids = range(len(weights.pieces)) if keep is None else keep
        self.norm_table = weights.norm
        self.vocabulary: dict[str, tuple[int, float]] = {}
        for new, old in enumerate(ids):
            piece = weights.pieces[old]
            if piece and old not in special:
                self.vocabulary.setdefault(piece, (new if keep is not None else old, float(weights.scores[old])))
        self.longest = max(map(len, self.vocabulary))
        self.unknown_score = float(weights.scores.min()) - 10
        self.unknown = weights.unk if keep is None else keep.index(weights.unk)

    def normalise(self, text: str) -> str:
        text = "".join(self.norm_table.get(ord(character), character) for character in text)
        text = re.sub(" {2,}", " ", text)
        return ("" if text.startswith(" ") else WORD_MARK) + text.replace(" ", WORD_MARK)

    def encode(self, text: str) -> list[int]:
        text = self.normalise(text)
        best = [0.0] + [-1e30] * len(text)
        back = [(0, 0)] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + self.longest) + 1):
                found = self.vocabulary.get(text[start:end])
                if found and best[start] + found[1] > best[end]:
                    best[end], back[end] = best[start] + found[1], (found[0], start)
            if best[start] + self.unknown_score > best[start + 1]:
                best[start + 1], back[start + 1] = best[start] + self.unknown_score, (self.unknown, start)
        ids, end = [], len(text)
        while end > 0:
            piece, start = back[end]
            ids.append(piece)
            end = start
        return ids[::-1]


def choose(weights: Weights, text_paths: list[str]) -> list[int]:
    """Ids of the pieces to keep, ascending."""
    tokenizer = Tokenizer(weights)
    keep = {weights.bos, weights.eos, weights.pad, weights.unk}
    for rank, word in enumerate(wordfreq.top_n_list("en", WORDS, wordlist="best")):
        forms = [word, word.capitalize(), word.upper()] if rank < CAPITALISED else [word, word.capitalize()]
        for form in forms:
            keep.update(tokenizer.encode(form))
    for word in wordfreq.top_n_list("zh", WORDS, wordlist="best"):
        keep.update(tokenizer.encode(word))
        if len(word) > 1:
            keep.update(tokenizer.encode("的" + word))
    for index, piece in enumerate(weights.pieces):
        bare = piece.replace(WORD_MARK, "")
        if (bare and HAN.match(bare)) or any(pattern.match(piece) for pattern in (SHORT_LATIN, NUMBER, SIGN)):
            keep.add(index)
    general = len(keep)
    keep.update(technical_pieces(weights, tokenizer, text_paths))
    print(f"kept {general} pieces for words, {len(keep) - general} more for technical text")
    return sorted(keep)


def technical_pieces(weights: Weights, tokenizer: Tokenizer, paths: list[str]) -> set[int]:
    """ASCII pieces that words with capitals or digits inside are made of."""
    words = Counter()
    for text in texts_of(paths):
        words.update(re.findall(r"[A-Za-z][A-Za-z0-9_\-./]*[A-Z0-9_][A-Za-z0-9_\-./]*|[A-Z]{2,}", text))
    uses = Counter()
    for word, count in words.items():
        if count < LEAST_USES or len(word) > 40:
            continue
        for piece in tokenizer.encode(word):
            uses[piece] += count
    return {piece for piece, count in uses.items() if count >= LEAST_USES and ASCII.match(weights.pieces[piece])}


def texts_of(paths: list[str]) -> Iterator[str]:
    for path in paths:
        names = [path] if os.path.isfile(path) else (os.path.join(folder, name) for folder, _, files in os.walk(path) for name in files)
        for name in names:
            if not name.lower().endswith(TEXT_ENDINGS) and "." in os.path.basename(name):
                continue
            try:
                opener = gzip.open if name.endswith(".gz") else open
                with opener(name, "rb") as file:
                    raw = file.read(MOST_BYTES_A_FILE)
            except OSError as error:
                print(f"left out {name}: {error}")
                continue
            if b"\0" not in raw[:4096]:
                yield re.sub(r"<[^>]*>", " ", raw.decode("utf8", "ignore"))
