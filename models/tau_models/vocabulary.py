"""The vocabulary that prompts and crystal texts share, and its Hugging Face ``tokenizer.json``.

Every character that carries information is one token: a digit, an element symbol, a fixed stretch of a prompt
sentence. Coordinates lie in [0, 1), so their leading ``0.`` is fused with the separator before it.
"""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

_SYMBOLS = (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr "
    "Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir "
    "Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl "
    "Mc Lv Ts Og"
)
SYMBOLS: tuple[str, ...] = tuple(_SYMBOLS.split())
"""Element symbols; index Z − 1."""

# Pauling's scale by atomic number; "-" where it has no value.
_PAULING = (
    "2.20 - 0.98 1.57 2.04 2.55 3.04 3.44 3.98 - 0.93 1.31 1.61 1.90 2.19 2.58 3.16 - 0.82 1.00 1.36 1.54 1.63 1.66 "
    "1.55 1.83 1.88 1.91 1.90 1.65 1.81 2.01 2.18 2.55 2.96 3.00 0.82 0.95 1.22 1.33 1.60 2.16 1.90 2.20 2.28 2.20 "
    "1.93 1.69 1.78 1.96 2.05 2.10 2.66 2.60 0.79 0.89 1.10 1.12 1.13 1.14 1.13 1.17 1.20 1.20 1.10 1.22 1.23 1.24 "
    "1.25 1.10 1.27 1.30 1.50 2.36 1.90 2.20 2.20 2.28 2.54 2.00 1.62 2.33 2.02 2.00 2.20 2.20 0.70 0.90 1.10 1.30 "
    "1.50 1.38 1.36 1.28 1.30 1.30 1.30 1.30 1.30 1.30 1.30 1.30 1.30 - - - - - - - - - - - - - - -"
)
PAULING_ELECTRONEGATIVITY: tuple[float, ...] = tuple(math.inf if x == "-" else float(x) for x in _PAULING.split())
"""Pauling electronegativity; index Z − 1; infinite where the scale has no value, so those elements sort last."""

ELEMENT_ORDER: tuple[int, ...] = tuple(
    sorted(range(1, len(SYMBOLS) + 1), key=lambda z: (PAULING_ELECTRONEGATIVITY[z - 1], z))
)
"""Atomic numbers by electronegativity ascending, ties and missing values by atomic number."""

ELEMENT_RANK: dict[int, int] = {z: rank for rank, z in enumerate(ELEMENT_ORDER)}

SPECIAL_TOKENS = ("<pad>", "<bos>", "<eos>", "<unk>")
DIGITS = tuple("0123456789")
SEPARATORS = (".", " ", "\n", "-", ", ", " 0.", "\n0.")
OPENING = "Below is a description of a bulk material."
FORMULA_PHRASE = " The chemical formula is "
ELEMENTS_PHRASE = " The elements are "
ATOM_COUNT_PHRASE = " The number of atoms is "
SPACE_GROUP_PHRASE = " The spacegroup number is "
FORMATION_ENERGY_PHRASE = " The formation energy per atom is "
BAND_GAP_PHRASE = " The band gap is "
ENERGY_ABOVE_HULL_PHRASE = " The energy above the convex hull is "
REQUEST = (
    "\nGenerate the lengths and angles of the lattice vectors and then the element type and coordinates for each atom "
    "within the lattice:\n"
)
PHRASES = (
    OPENING,
    FORMULA_PHRASE,
    ELEMENTS_PHRASE,
    ATOM_COUNT_PHRASE,
    SPACE_GROUP_PHRASE,
    FORMATION_ENERGY_PHRASE,
    BAND_GAP_PHRASE,
    ENERGY_ABOVE_HULL_PHRASE,
    REQUEST,
)

HYPOTHETICAL_PEROVSKITE_PHRASE = " It is a hypothetical perovskite."
LATER_PHRASES = (HYPOTHETICAL_PEROVSKITE_PHRASE,)
"""Phrases that joined when models already existed: they stand behind the symbols, so that no other id moves."""

VOCABULARY_SIZE = 160
_NAMED = SPECIAL_TOKENS + DIGITS + SEPARATORS + PHRASES + SYMBOLS + LATER_PHRASES
TOKENS: tuple[str, ...] = _NAMED + tuple(f"<reserved_{i}>" for i in range(VOCABULARY_SIZE - len(_NAMED)))
"""Token strings; the index is the token id."""

ID: dict[str, int] = {token: i for i, token in enumerate(TOKENS)}
PAD, BOS, EOS, UNKNOWN = (ID[token] for token in SPECIAL_TOKENS)
ELEMENT_IDS: tuple[int, ...] = tuple(ID[symbol] for symbol in SYMBOLS)

_TEXT_TOKENS = sorted(DIGITS + SEPARATORS + PHRASES + SYMBOLS + LATER_PHRASES, key=lambda token: (-len(token), token))
_PATTERN = "|".join(re.escape(token).replace("\\\n", "\n").replace("\\ ", " ") for token in _TEXT_TOKENS)
_SPLIT = re.compile(f"({_PATTERN})")


def encode(text: str) -> list[int]:
    """Token ids of a prompt or crystal text, without special tokens.

    Raises ``ValueError`` naming the first stretch that is not in the vocabulary.
    """
    ids: list[int] = []
    for index, piece in enumerate(_SPLIT.split(text)):
        if index % 2:
            ids.append(ID[piece])
        elif piece:
            raise ValueError(f"{piece!r} is not in the vocabulary; write elements, digits and the prompt's own phrases")
    return ids


def decode(ids: list[int]) -> str:
    """Text of token ids; special and reserved tokens give nothing. Raises ``IndexError`` for ids ≥ 160."""
    return "".join("" if TOKENS[i].startswith("<") else TOKENS[i] for i in ids)


def tokenizer_json() -> dict:
    """The vocabulary as a Hugging Face ``tokenizer.json`` (WordLevel model, Split pre-tokenizer, Fuse decoder)."""
    special = [token for token in TOKENS if token.startswith("<")]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": ID[token],
                "content": token,
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for token in special
        ],
        "normalizer": None,
        "pre_tokenizer": {
            "type": "Split",
            "pattern": {"Regex": _PATTERN},
            "behavior": "Isolated",
            "invert": False,
        },
        "post_processor": None,
        "decoder": {"type": "Fuse"},
        "model": {"type": "WordLevel", "vocab": ID, "unk_token": "<unk>"},
    }


def write_tokenizer(path: Path) -> None:
    """Writes ``tokenizer.json`` to ``path``."""
    path.write_text(json.dumps(tokenizer_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
