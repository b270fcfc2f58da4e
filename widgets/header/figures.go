package header

import (
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/format"
	"sockeye/widgets/text"
	"sockeye/widgets/theme"
)

// detailLevel is how much the second line leaves out to fit the width. Each level
// includes those before it. theme.FitParts leaves a part out or has the whole of it; here the balance alone has five
// forms, and between two of them other figures are left out.
type detailLevel int

const (
	fullDetail     detailLevel = iota
	longBalance                // 4,812,600 becomes 4.8M; below a million it stays, so that it adds up
	lagTail                    // the 99th percentile of the lag
	spacedBalance              // the spaces in it
	valueChange                // how far the value has changed
	byteRate                   // the bytes, not the messages; and the heartbeat has a shorter name
	value                      // of the selected label
	lag                        // all of it
	wholeBalance               // all but what came in and was dropped
	restOfBalance              // all but what was dropped, if anything was
	noGaps                     // "gaps 0" and "gaps n/a", which report no gap
	beatAge                    // the heartbeat's
	messageRate                // so that no rate is left
	dropped                    // and with it the balance
	everythingElse             // but the age of the data
)

// figureLine is the second line: the figures of the active feed, in so many cells as there are.
type figureLine struct {
	Figures
	th    *theme.Theme
	width int
	empty bool // there is no feed
	fresh bool // the feed is connected, and its data is fresh
}

// figureLine returns the second line.
func (m *Model) figureLine() figureLine {
	l := figureLine{Figures: m.figures, th: m.th, width: m.width, empty: len(m.feeds) == 0}
	l.fresh = l.empty || m.feeds[m.active()].State.Tone == theme.Good
	return l
}

// text is "XBT/USD 61,240.20 +0.31% | 128/s 42KiB/s | lag 38ms p99 210ms | data 0.1s heartbeat 0.4s | gaps 2
// | in 48,133 = 47,300 log + 826 beats + 7 dropped", or as much of it as fits. So many cells are the link's.
func (l *figureLine) text(link int) string {
	const margin = " "
	if l.empty {
		return ""
	}
	for level := fullDetail; level <= everythingElse; level++ {
		line := margin + strings.Join(l.segments(level), text.Render(" | ", l.th.Dim))
		cells := ansi.StringWidth(line) + len(margin)
		if level < value { // which gives way to the link
			cells += link
		}
		if cells <= l.width {
			return line
		}
	}
	return l.dataAge()
}

func (l *figureLine) segments(level detailLevel) []string {
	f := &l.Figures
	var segments []string
	add := func(segment string) {
		if segment != "" {
			segments = append(segments, segment)
		}
	}
	if level < value {
		add(l.valueText(level < valueChange))
	}
	if level < messageRate {
		rate := format.Short(f.MessagesPerSecond) + "/s"
		if level < byteRate {
			rate += " " + formatBytes(f.BytesPerSecond) + "/s"
		}
		add(rate)
	}
	if f.HasLag && level < lag {
		delay := named(l.th, "lag", lagText(f.LagMedian))
		if level < lagTail {
			delay += " " + named(l.th, "p99", lagText(f.LagP99))
		}
		add(delay)
	}
	ages := l.dataAge()
	if f.HasBeat && level < beatAge {
		name := "heartbeat"
		if level >= byteRate {
			name = "beat"
		}
		ages += " " + named(l.th, name, format.Age(f.BeatAge))
	}
	add(ages)
	switch {
	case f.Gaps > 0 && level < everythingElse:
		add(text.Render("gaps "+format.Count(f.Gaps), l.th.Warn))
	case level >= noGaps:
	case f.Numbered:
		add(named(l.th, "gaps", "0"))
	default:
		add(named(l.th, "gaps", "n/a"))
	}
	add(l.balance(level))
	return segments
}

// lagMost is the longest lag that is measured, either way.
const lagMost = 72 * time.Hour

// lagText is a lag, or that it is longer than what is measured.
func lagText(lag time.Duration) string {
	switch {
	case lag < -lagMost:
		return "< " + format.Lag(-lagMost)
	case lag > lagMost:
		return "> " + format.Lag(lagMost)
	}
	return format.Lag(lag)
}

// formatBytes guards the conversion, which is not defined for all numbers.
func formatBytes(n float64) string {
	const most = 1 << 60
	if !(n > 0) {
		n = 0
	}
	return format.Bytes(uint64(min(n, most)))
}

// named is a figure behind its name, which is dim.
func named(th *theme.Theme, name, figure string) string {
	return text.Render(name+" ", th.Dim) + figure
}

// dataAge is how old the data is, which is not how old the connection's last sign
// of life is.
func (l *figureLine) dataAge() string {
	switch {
	case !l.HasData:
		return text.Render("no data", l.th.Dim)
	case !l.fresh:
		return text.Render("data "+format.Age(l.DataAge), l.th.Warn)
	default:
		return named(l.th, "data", format.Age(l.DataAge))
	}
}

// balance is "in 48,133 = 47,300 log + 826 beats + 7 dropped", where something was dropped. Should it ever not
// add up, its equals sign is another.
func (l *figureLine) balance(level detailLevel) string {
	f := &l.Figures
	count, drop := format.Count, "dropped"
	if level >= longBalance {
		drop = "drop"
	}
	if level >= longBalance && f.In >= 1_000_000 {
		count = func(n uint64) string { return format.Short(float64(n)) }
	}
	space := " "
	if level >= spacedBalance {
		space = ""
	}
	equals, plus := space+"="+space, space+"+"+space
	if f.In != f.Log+f.Beats+f.Dropped {
		equals = text.Render(space+l.th.Glyphs.Signs().Unequal+space, l.th.Bad)
	}
	lost := count(f.Dropped) + " " + drop
	if f.Dropped > 0 {
		lost = text.Render(lost, l.th.Warn)
	}
	switch {
	case f.Dropped == 0 && f.In == f.Log+f.Beats:
		return ""
	case level < wholeBalance:
		return text.Render("in ", l.th.Dim) + count(f.In) + equals + count(f.Log) + text.Render(" log", l.th.Dim) +
			plus + count(f.Beats) + text.Render(" beats", l.th.Dim) + plus + lost
	case level < restOfBalance:
		return text.Render("in ", l.th.Dim) + count(f.In) + ", " + lost
	case level < dropped && f.Dropped > 0:
		return lost
	default:
		return ""
	}
}
