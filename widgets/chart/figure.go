package chart

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"sockeye/feed/format"
)

// figureMost is the width in cells beyond which a figure would take the space of the picture.
const figureMost = 14

// figure returns a value with the given decimals, or with six digits and an exponent if that is too wide; and with sign and
// unit if it is per cent.
func (d *Data) figure(v float64, decimals int) string {
	text := format.Number(v, decimals)
	if len(text) > figureMost {
		text = strconv.FormatFloat(v, 'g', 6, 64)
	}
	if !d.Percent {
		return text
	}
	if v > 0 && strings.Trim(text, "0.,") != "" {
		text = "+" + text
	}
	return text + "%"
}

// short is a value of a range in a heading, where there is little space: beyond two decimals without zeros that say nothing
// at either end of the range.
func (d *Data) short(v float64, of scale) string {
	decimals := d.Decimals
	zero := func(v float64) bool { return strings.HasSuffix(strings.TrimSuffix(d.figure(v, decimals), "%"), "0") }
	for decimals > 2 && zero(of.min) && zero(of.max) {
		decimals--
	}
	return d.figure(v, decimals)
}

// windowText writes a length of time without the units that are zero: 15s, 5m, 2m30s, 1h. Parts of a second are written
// only below a minute.
func windowText(d time.Duration) string {
	if d < time.Minute {
		return d.Round(100 * time.Millisecond).String()
	}
	d = d.Round(time.Second)
	var b strings.Builder
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}} {
		if n := d / unit.length; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, unit.name)
			d -= n * unit.length
		}
	}
	return b.String()
}
