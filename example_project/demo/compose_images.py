"""Compose the product pictures from the Fluent emoji: ``python compose_images.py <unpacked npm package>``.

A tool for whoever edits the demo data; it needs Pillow and nothing else.
"""

import colorsys
import sys
import tomllib
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageStat

DEMO = Path(__file__).parent
SIDE = 1000
OBJECT_SIDE = 680
QUALITY = 90
SHARPEN = ImageFilter.UnsharpMask(radius=3, percent=60, threshold=2)
NEUTRAL_HUE = 0.6
"""The ground of what has hardly any color of its own: a cool gray blue."""

HUE_SHIFTS = (0.0, 0.08, -0.08, 0.5)
"""Away from the object's own hue: the same, its neighbors, its complement."""


def main(package: Path) -> None:
    for file in sorted((DEMO / "data" / "products").glob("*.toml")):
        for position, (key, product) in enumerate(tomllib.loads(file.read_text()).items()):
            emoji = Image.open(package / "assets" / f"{product['emoji']}.webp").convert("RGBA")
            picture = compose(emoji, shift=HUE_SHIFTS[position % len(HUE_SHIFTS)])
            picture.save(DEMO / "images" / f"{key}.webp", quality=QUALITY, method=6)


def compose(emoji: Image.Image, *, shift: float) -> Image.Image:
    """Return the emoji on a soft ground, with a shadow under it."""
    picture = ground(dominant_hue(emoji), shift=shift)
    thing = enlarge(emoji)
    corner = ((SIDE - thing.width) // 2, (SIDE - thing.height) // 2 - 10)
    for offset, blur, strength in ((34, 38, 0.22), (10, 10, 0.14)):
        picture = Image.composite(shade(picture), picture, shadow(thing, corner, offset, blur, strength))
    picture.paste(thing, corner, thing)
    inside = Image.new("L", (SIDE, SIDE))
    inside.paste(thing.getchannel("A").filter(ImageFilter.MinFilter(7)), corner)
    return Image.composite(picture.filter(SHARPEN), picture, inside)


def dominant_hue(emoji: Image.Image) -> tuple[float, float]:
    """Return the mean hue of the object and how colorful it is, both from 0 to 1."""
    red, green, blue = (channel / 255 for channel in ImageStat.Stat(emoji.convert("RGB"), emoji.getchannel("A")).mean)
    hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
    return hue, saturation


def ground(tint: tuple[float, float], *, shift: float) -> Image.Image:
    """Return a pastel square, lighter at the top left than at the bottom right."""
    hue, saturation = tint
    hue = (hue + shift) % 1 if saturation > 0.12 else NEUTRAL_HUE
    light, deep = (
        Image.new("RGB", (SIDE, SIDE), tuple(round(255 * part) for part in colorsys.hls_to_rgb(hue, level, 0.55)))
        for level in (0.95, 0.84)
    )
    across = Image.linear_gradient("L").resize((SIDE, SIDE))
    return Image.composite(deep, light, ImageChops.blend(across, across.transpose(Image.Transpose.ROTATE_90), 0.35))


def enlarge(emoji: Image.Image) -> Image.Image:
    """Return the emoji cut to its outline and scaled up."""
    thing = emoji.crop(emoji.getchannel("A").getbbox())
    scale = OBJECT_SIDE / max(thing.size)
    return thing.resize((round(thing.width * scale), round(thing.height * scale)), Image.Resampling.LANCZOS)


def shadow(thing: Image.Image, corner: tuple[int, int], offset: int, blur: int, strength: float) -> Image.Image:
    """Return the mask of a blurred shadow that falls ``offset`` pixels below the object."""
    mask = Image.new("L", (SIDE, SIDE))
    outline = thing.getchannel("A").point(lambda alpha: round(alpha * strength))
    mask.paste(outline, (corner[0], corner[1] + offset))
    return mask.filter(ImageFilter.GaussianBlur(blur))


def shade(picture: Image.Image) -> Image.Image:
    """Return the ground as it looks in deep shade: darker, in its own tint."""
    return picture.point(lambda level: round(level * 0.25))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
