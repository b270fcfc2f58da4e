package inspect

import (
	"encoding/hex"

	"sockeye/widgets/text"
)

// hexRows divides a message into rows of the same number of bytes.
type hexRows struct {
	raw    []byte
	perRow int
	digits int // of the offset
}

// newHexRows chooses as many bytes per row as fit into width cells: a power of two, so that offsets are round.
func newHexRows(raw []byte, width int) hexRows {
	h := hexRows{raw: raw, perRow: 32, digits: 4}
	for len(raw)>>(4*h.digits) > 0 {
		h.digits += 2
	}
	for h.perRow > 1 && h.cells() > width {
		h.perRow /= 2
	}
	return h
}

// cells is the width of a full row: offset, pairs of bytes and text.
func (h hexRows) cells() int {
	return h.digits + 2 + 2*h.perRow + (h.perRow-1)/2 + 2 + h.perRow
}

// len is the number of rows.
func (h hexRows) len() int { return (len(h.raw) + h.perRow - 1) / h.perRow }

// add writes row i: "0010  7b22 7072 6963 6522  {"price"".
func (h hexRows) add(p *text.Line, i int, m *Model) {
	from := i * h.perRow
	row := h.raw[from:min(from+h.perRow, len(h.raw))]

	var offset [16]byte
	for d, rest := h.digits, from; d > 0; d-- {
		offset[d-1] = "0123456789abcdef"[rest&15]
		rest >>= 4
	}
	p.Add(string(offset[:h.digits])+"  ", m.th.Dim)

	pairs := make([]byte, 0, 3*h.perRow)
	shown := make([]byte, 0, 2*h.perRow)
	for at := range h.perRow {
		if at > 0 && at%2 == 0 {
			pairs = append(pairs, ' ')
		}
		if at >= len(row) {
			pairs = append(pairs, "  "...)
			continue
		}
		pairs = hex.AppendEncode(pairs, row[at:at+1])
		if c := row[at]; c >= ' ' && c <= '~' {
			shown = append(shown, c)
		} else {
			shown = append(shown, m.th.Glyphs.Signs().Byte...)
		}
	}
	p.Add(string(pairs)+"  ", m.th.Text)
	p.Add(string(shown), m.th.Label)
}
