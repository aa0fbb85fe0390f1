"""Words that offend, found in user names, addresses and texts by a matcher that knows Scunthorpe."""

from .validators import ProfanityValidator
from .wordlist import WordList

__all__ = ["ProfanityValidator", "WordList"]
