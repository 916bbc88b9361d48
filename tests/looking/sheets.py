"""Contact sheets: many pages on one picture, so that somebody can look at them all."""

import io
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw

CAPTION = 16
GAP = 8


@dataclass(frozen=True, slots=True)
class Shape:
    """How pages of one width stand on a sheet: `tall` is how much of a page is shown, in pixels."""

    columns: int
    rows: int
    thumb: int
    tall: int


WIDE_SHAPE = Shape(columns=4, rows=1, thumb=480, tall=2000)
PHONE_SHAPE = Shape(columns=8, rows=1, thumb=240, tall=1900)


@dataclass
class Sheets:
    """The pictures of one reader in one language and width; a sheet is written when it is full."""

    folder: Path
    name: str
    shape: Shape
    waiting: list[tuple[str, Image.Image]] = field(default_factory=list)
    written: int = 0

    def add(self, caption: str, picture: bytes) -> None:
        """Add a page's picture (PNG or JPEG)."""
        with Image.open(io.BytesIO(picture)) as whole:
            scale = self.shape.thumb / whole.width
            shown = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, self._tall)))
            size = (self.shape.thumb, max(1, round(shown.height * scale)))
            self.waiting.append((caption, shown.resize(size, Image.Resampling.LANCZOS)))
        if len(self.waiting) == self.shape.columns * self.shape.rows:
            self.write()

    @property
    def _tall(self) -> int:
        return self.shape.tall

    def write(self) -> None:
        """Write what waits, as one sheet."""
        if not self.waiting:
            return
        self.written += 1
        columns, thumb = self.shape.columns, self.shape.thumb
        rows = [self.waiting[n : n + columns] for n in range(0, len(self.waiting), columns)]
        heights = [max(one.height for _caption, one in row) + CAPTION + GAP for row in rows]
        sheet = Image.new("RGB", (columns * (thumb + GAP), sum(heights)), "#888888")
        draw, top = ImageDraw.Draw(sheet), 0
        for row, height in zip(rows, heights, strict=True):
            for column, (caption, picture) in enumerate(row):
                left = column * (thumb + GAP)
                draw.text((left + 2, top + 2), caption, fill="black")
                sheet.paste(picture, (left, top + CAPTION))
            top += height
        self.folder.mkdir(parents=True, exist_ok=True)
        few = sheet.quantize(128, method=Image.Quantize.FASTOCTREE)
        few.save(self.folder / f"{self.name}-{self.written:02}.png")
        self.waiting.clear()
