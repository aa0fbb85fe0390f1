"""The words of the products' texts, all of one length, so that none begins with another."""

from itertools import product

SYLLABLES = [consonant + vowel for consonant in "bdfgklmn" for vowel in "ao"]
WORDS = ["".join(syllables) for syllables in product(SYLLABLES, repeat=3)][:4000]
