package text

import (
	"fmt"
	"slices"
	"strings"
)

// Glyphs is what the screen is drawn with: which runes a terminal has, with its font. The zero
// Glyphs are Braille.
type Glyphs uint8

// The sets of glyphs.
const (
	Braille Glyphs = iota // two by four dots in a cell
	Blocks                // two by two, for fonts whose braille does not line up
	ASCII                 // for terminals that have nothing else
)

var glyphNames = []string{Braille: "braille", Blocks: "blocks", ASCII: "ascii"}

// GlyphNames returns the names that [ParseGlyphs] reads.
func GlyphNames() []string { return slices.Clone(glyphNames) }

// ParseGlyphs returns the glyphs of a name. The error lists the names that there are.
func ParseGlyphs(name string) (Glyphs, error) {
	if i := slices.Index(glyphNames, name); i >= 0 {
		return Glyphs(i), nil
	}
	return Braille, fmt.Errorf("no glyphs %q: choose one of %s", Sanitize(name, 40), strings.Join(glyphNames, ", "))
}

// Signs are the pictures of the screen, the same for all widgets. Those that are strings take one cell each,
// unless it says otherwise.
type Signs struct {
	Horizontal, Vertical                         string // of borders
	TopLeft, TopRight, BottomLeft, BottomRight   string
	Ellipsis                                     string // ends text that was cut
	More                                         string // there is more, or more to come; up to three cells
	Cursor, Mark, CursorMark                     string // in front of a row
	Pointer                                      string // the cursor of a pane that marks its lines too
	Received, Sent                               string // which way a WebSocket frame went
	NoticeRule, GapRule, TroubleRule, AlertRule  string // repeated, they cross the log
	Live, Pending, Rejected, Off, Stale, Alerted string // states
	NoData                                       string // likewise
	Folded, Unfolded                             string
	None                                         string // no figure
	Change                                       string // the title of changes in per cent; up to three cells
	Unequal                                      string // up to two cells
	Byte                                         string // one that is not printable ASCII

	Heights []rune // of a sparkline, lowest first
	Flat    rune   // of a sparkline of one value
}

var unicodeSigns = Signs{
	Horizontal: "─", Vertical: "│", TopLeft: "╭", TopRight: "╮", BottomLeft: "╰", BottomRight: "╯",
	Ellipsis: "…", More: "…", Cursor: "▸", Mark: "◆", CursorMark: "◈", Pointer: "›", Received: "←", Sent: "→",
	NoticeRule: "─", GapRule: "┄", TroubleRule: "━", AlertRule: "!",
	Live: "●", Pending: "◌", Rejected: "✗", Off: "○", Stale: "◑", NoData: "◔", Alerted: "!",
	Folded: "▸", Unfolded: "▾", None: "–", Change: "Δ%", Unequal: "≠", Byte: "·",
	Heights: []rune("▁▂▃▄▅▆▇█"), Flat: '▄',
}

var asciiSigns = Signs{
	Horizontal: "-", Vertical: "|", TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+",
	Ellipsis: ">", More: "...", Cursor: ">", Mark: "+", CursorMark: "#", Pointer: ">", Received: "<", Sent: ">",
	NoticeRule: "-", GapRule: ".", TroubleRule: "=", AlertRule: "!",
	Live: "*", Pending: ".", Rejected: "x", Off: "o", Stale: "~", NoData: ":", Alerted: "!",
	Folded: "+", Unfolded: "-", None: "-", Change: "+-%", Unequal: "!=", Byte: ".",
	Heights: []rune("_.-~=+*#"), Flat: '-',
}

// Signs returns the pictures of the set. They are shared and must not be changed.
func (g Glyphs) Signs() *Signs {
	if g == ASCII {
		return &asciiSigns
	}
	return &unicodeSigns
}
