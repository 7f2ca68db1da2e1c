"""Writes element-colours.ts: Jmol's element colours from ASE, VESTA's from pymatgen, and a colour-blind-safe assignment
of our own. VESTA: K. Momma and F. Izumi, J. Appl. Cryst. 44, 1272 (2011).

    pip install ase numpy pymatgen pyyaml
    python src/viewer/data/make_element_colours.py

The colour-blind-safe palette gives every chemical family one hue of the Okabe-Ito and Tol sets (distinct for
protanopes, deuteranopes and tritanopes) and separates the members of a family by lightness, which every eye sees.
118 colours cannot all be told apart: elements far from each other in the table may look alike, labels settle those.
"""

import math
import pathlib

import numpy as np
import pymatgen.vis
import yaml
from ase.data import atomic_numbers, chemical_symbols
from ase.data.colors import jmol_colors

ELEMENT_COUNT = 118

# Family -> (OKLCH chroma, hue in degrees, symbols from light to dark, lightness of first and last).
FAMILIES = {
    "hydrogen": (0.00, 0, ["H"], (0.95, 0.95)),
    "noble gases": (0.035, 200, ["He", "Ne", "Ar", "Kr", "Xe", "Rn", "Og"], (0.93, 0.72)),
    "alkali metals": (0.110, 331, ["Li", "Na", "K", "Rb", "Cs", "Fr"], (0.70, 0.40)),
    "alkaline earths": (0.100, 232, ["Be", "Mg", "Ca", "Sr", "Ba", "Ra"], (0.96, 0.84)),
    "early transition metals": (
        0.115, 259,
        ["Ti", "V", "Cr", "Mn", "Mo", "Zr", "Nb", "Tc", "Hf", "Ta", "W", "Re", "Rf", "Db", "Sg", "Bh"],
        (0.50, 0.30),
    ),
    "late transition metals": (
        0.115, 165,
        ["Zn", "Cu", "Ni", "Co", "Fe", "Cd", "Ag", "Pd", "Rh", "Ru", "Hg", "Au", "Pt", "Ir", "Os",
         "Cn", "Rg", "Ds", "Mt", "Hs"],
        (0.67, 0.28),
    ),
    "rare earths": (
        0.085, 190,
        ["Sc", "Y", "La", "Ce", "Pr", "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu",
         "Ac", "Th", "Pa", "U", "Np", "Pu", "Am", "Cm", "Bk", "Cf", "Es", "Fm", "Md", "No", "Lr"],
        (0.77, 0.33),
    ),
    "boron group": (0.075, 76, ["B", "Al", "Ga", "In", "Tl", "Nh"], (0.91, 0.79)),
    "carbon group": (0.012, 240, ["Si", "Ge", "Sn", "C", "Pb", "Fl"], (0.50, 0.26)),
    "pnictogens": (0.140, 283, ["P", "N", "As", "Sb", "Bi", "Mc"], (0.80, 0.38)),
    "chalcogens": (0.165, 46, ["O", "S", "Se", "Te", "Po", "Lv"], (0.60, 0.36)),
    "halogens": (0.155, 105, ["F", "Cl", "Br", "I", "At", "Ts"], (0.93, 0.66)),
}


def linear_srgb_from_oklch(lightness: float, chroma: float, hue_degrees: float) -> np.ndarray:
    """Björn Ottosson's OKLab (2020), in cylindrical coordinates, to linear sRGB; values may lie outside [0, 1]."""
    hue = math.radians(hue_degrees)
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    cone = np.array(
        [
            lightness + 0.3963377774 * a + 0.2158037573 * b,
            lightness - 0.1055613458 * a - 0.0638541728 * b,
            lightness - 0.0894841775 * a - 1.2914855480 * b,
        ]
    ) ** 3
    matrix = np.array(
        [
            [4.0767416621, -3.3077115913, 0.2309699292],
            [-1.2684380046, 2.6097574011, -0.3413193965],
            [-0.0041960863, -0.7034186147, 1.7076147010],
        ]
    )
    return matrix @ cone


def hexadecimal(lightness: float, chroma: float, hue_degrees: float) -> int:
    """The sRGB colour 0xRRGGBB; chroma is lowered until the colour lies inside the gamut."""
    while True:
        linear = linear_srgb_from_oklch(lightness, chroma, hue_degrees)
        if chroma <= 0 or (linear.min() >= -1e-4 and linear.max() <= 1 + 1e-4):
            break
        chroma -= 0.002
    linear = linear.clip(0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    red, green, blue = (int(round(255 * value)) for value in encoded)
    return red << 16 | green << 8 | blue


def colour_blind_safe_colours() -> list[int]:
    colours = [0] * (ELEMENT_COUNT + 1)
    for chroma, hue, symbols, (first, last) in FAMILIES.values():
        for position, symbol in enumerate(symbols):
            share = position / max(len(symbols) - 1, 1)
            colours[atomic_numbers[symbol]] = hexadecimal(first + share * (last - first), chroma, hue)
    missing = [chemical_symbols[z] for z in range(1, ELEMENT_COUNT + 1) if colours[z] == 0]
    assert not missing, f"no family holds {missing}"
    return colours


def jmol_colours() -> list[int]:
    """ASE's table ends at Mt, as Jmol's does; the elements after it share the colour of Mt."""
    colours = [0]
    for z in range(1, ELEMENT_COUNT + 1):
        red, green, blue = (int(round(255 * value)) for value in jmol_colors[min(z, len(jmol_colors) - 1)])
        colours.append(red << 16 | green << 8 | blue)
    return colours


def vesta_colours() -> list[int]:
    """pymatgen's copy of VESTA's table ends at Mt; the elements after it share the colour of Mt."""
    folder = pathlib.Path(next(iter(pymatgen.vis.__path__)))
    table = yaml.safe_load((folder / "ElementColorSchemes.yaml").read_text(encoding="utf-8"))["VESTA"]
    colours = [0]
    for z in range(1, ELEMENT_COUNT + 1):
        red, green, blue = table.get(chemical_symbols[z], table["Mt"])
        colours.append(red << 16 | green << 8 | blue)
    return colours


def array_literal(name: str, comment: str, colours: list[int]) -> str:
    rows = []
    for start in range(1, ELEMENT_COUNT + 1, 12):
        rows.append("  " + ", ".join(f"0x{colour:06x}" for colour in colours[start : start + 12]) + ",")
    body = "\n".join(rows)
    return f"/** {comment} */\n// biome-ignore format: a table reads better in rows.\nexport const {name}: readonly number[] = [\n{body}\n];\n"


if __name__ == "__main__":
    target = pathlib.Path(__file__).with_name("element-colours.ts")
    target.write_text(
        "// Written by make_element_colours.py; do not edit.\n\n"
        + array_literal(
            "JMOL_COLOURS", "Jmol's colours, sRGB 0xRRGGBB, H first; from Ds on the colour of Mt.", jmol_colours()
        )
        + "\n"
        + array_literal(
            "VESTA_COLOURS", "VESTA's colours, sRGB 0xRRGGBB, H first; from Ds on the colour of Mt.", vesta_colours()
        )
        + "\n"
        + array_literal(
            "COLOUR_BLIND_SAFE_COLOURS",
            "One hue a chemical family, lightness within it, sRGB 0xRRGGBB, H first.",
            colour_blind_safe_colours(),
        ),
        encoding="utf-8",
    )
