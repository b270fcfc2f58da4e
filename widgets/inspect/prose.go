package inspect

import (
	"bytes"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/text"
)

// maxProse bounds the bytes of a message that are shown as text. All of it can be shown as hex.
const maxProse = 512 << 10

// maxLines bounds the lines of a message that are shown as text: of 512 KiB of line ends they would take 60 MiB.
const maxLines = 50_000

// isText reports whether a message can be shown as text.
func isText(raw []byte) bool { return utf8.Valid(raw) && bytes.IndexByte(raw, 0) < 0 }

// escapeCells is more cells than any byte takes that is shown as an escape.
const escapeCells = 8

// wrap returns raw as sanitised lines of at most width cells, and how many bytes were left out at its end.
func wrap(raw []byte, width int, glyphs text.Glyphs) (lines []string, left int) {
	if len(raw) > maxProse {
		end := maxProse
		for end > 0 && !utf8.RuneStart(raw[end]) {
			end--
		}
		raw, left = raw[:end], len(raw)-end
	}
	read := 0
	for paragraph := range bytes.Lines(raw) {
		if len(lines) >= maxLines {
			return lines, left + len(raw) - read
		}
		read += len(paragraph)
		paragraph = bytes.TrimSuffix(bytes.TrimSuffix(paragraph, []byte("\n")), []byte("\r"))
		text, _, _ := glyphs.AppendText(nil, paragraph, 0, escapeCells*len(paragraph))
		lines = appendWrapped(lines, string(text), width)
	}
	return lines, left
}

// appendWrapped appends sanitised text in lines of at most width cells, one at least. A glyph too wide for a line has
// it for itself.
func appendWrapped(lines []string, text string, width int) []string {
	start, cells := 0, 0
	for at := 0; at < len(text); {
		size, wide := 1, 1
		if text[at] >= utf8.RuneSelf || at+1 < len(text) && text[at+1] >= utf8.RuneSelf {
			cluster, w := ansi.FirstGraphemeCluster(text[at:min(len(text), at+maxGlyph)], ansi.GraphemeWidth)
			size, wide = len(cluster), w
		}
		if cells+wide > width && at > start {
			lines = append(lines, text[start:at])
			start, cells = at, 0
		}
		at += size
		cells += wide
	}
	return append(lines, text[start:])
}

// maxGlyph is more than the bytes of the longest glyph that widgets/text lets through and the rune after it.
const maxGlyph = 32
