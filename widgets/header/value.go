package header

import (
	"math"
	"strings"

	"sockeye/feed/format"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// Value is the latest value of the label that is selected.
type Value struct {
	Label string // any bytes; "": nothing is selected
	Unit  string // likewise
	Known bool   // there is one
	Word  string // what the feed says in the place of one that has ended; any bytes

	Last     float64
	Decimals int

	Change    theme.Change // of Last
	ChangePct float64      // over the window of the chart
	HasChange bool

	Old bool // it is no news: what is on the screen is frozen, or the data is not fresh
}

// Cells of what is in a value.
const (
	valueLabel = 24
	valueWidth = 26 // an int64 with its sign and commas
	valueUnit  = 6
)

// valueText is "XBT/USD 61,240.20 +0.31%", or its beginning; "" where nothing is selected.
func (l *figureLine) valueText(change bool) string {
	v, g := &l.Value, l.th.Glyphs
	label := g.Text(v.Label, valueLabel)
	if label == "" {
		return ""
	}
	number, style := g.Signs().None, l.th.Text
	switch word := g.Text(v.Word, valueWidth); {
	case v.Known:
		number = format.NumberIn(valueWidth, v.Last, v.Decimals)
	case word != "":
		number = word
	}
	if v.Old || !v.Known {
		style = l.th.PastValue()
	}
	from := len(number)
	if v.Known && !v.Old && v.Change.Rise != 0 {
		from = theme.ChangedFrom(number, format.NumberIn(valueWidth, v.Change.Before, v.Decimals))
	}
	shown := text.Render(label, l.th.Dim) + " " + text.Render(number[:from], style)
	if from < len(number) {
		shown += text.Render(number[from:], l.th.Digits(v.Change))
	}
	if unit := g.Text(v.Unit, valueUnit); unit != "" && v.Known {
		shown += " " + text.Render(unit, l.th.Dim)
	}
	if !change || !v.Known || !v.HasChange || math.IsNaN(v.ChangePct) {
		return shown
	}
	pct := format.Change(v.ChangePct)
	style = l.th.Text
	switch {
	case v.Old:
		style = l.th.PastValue()
	case strings.HasPrefix(pct, "+"):
		style = l.th.Up
	case strings.HasPrefix(pct, "-"):
		style = l.th.Down
	}
	return shown + " " + text.Render(pct+"%", style)
}
