"""Pictures from strangers: capped, decoded, and written anew, so that nothing but pixels is kept."""

from .fields import SafeImageField
from .images import clean_image
from .names import RandomName

__all__ = ["RandomName", "SafeImageField", "clean_image"]
