package header

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"sockeye/widgets/theme"
)

func TestLink(t *testing.T) {
	one := []Feed{{Number: 1, Name: "kraken", Active: true, State: open}}
	two := append(one, Feed{Number: 2, Name: "binance", State: open})
	far := Link{RoundTrip: 38 * time.Millisecond, HasRoundTrip: true, BytesPerSecond: 9 << 10}
	for _, tt := range []struct {
		link  Link
		feeds []Feed
		width int
		want  string
	}{
		{Link{}, one, 80, "[1 kraken OPEN] 14:03:22Z"},
		{far, one, 80, "[1 kraken OPEN] term 38ms 9KiB/s 14:03:22Z"},
		{far, two, 80, "[1 kraken OPEN] 2 binance OPEN term 38ms 9KiB/s 14:03:22Z"},
		{far, two, 50, "[1 kraken OPEN] 2 binance OPEN 14:03:22Z"}, // the feeds go first
		{Link{BytesPerSecond: 40}, one, 80, "[1 kraken OPEN] term 40B/s 14:03:22Z"},
		{Link{HasRoundTrip: true, RoundTrip: 300 * time.Microsecond}, one, 80, "[1 kraken OPEN] term <1ms 0B/s 14:03:22Z"},
	} {
		m := New(theme.Default())
		m.SetSize(tt.width, 2)
		m.SetFeeds(tt.feeds)
		m.SetClock(time.Date(2018, 11, 12, 14, 3, 22, 0, time.UTC))
		m.View()
		m.SetLink(tt.link)
		line, _, _ := strings.Cut(ansi.Strip(m.View()), "\n")
		if got := strings.Join(strings.Fields(line), " "); got != tt.want {
			t.Errorf("%+v at %d cells: %q, want %q", tt.link, tt.width, got, tt.want)
		}
	}
}

// Where it is wide enough the link stands at the edge of the figures, and gives way to them.
func TestTheLinkStandsBehindTheFigures(t *testing.T) {
	for width, want := range map[int]string{120: "term 38ms 9KiB/s", 100: "term 38ms 9KiB/s", 99: ""} {
		m := model(width, 2, sketchFeeds(), sketchFigures())
		m.SetLink(Link{RoundTrip: 38 * time.Millisecond, HasRoundTrip: true, BytesPerSecond: 9 << 10})
		_, line, _ := strings.Cut(ansi.Strip(m.View()), "\n")
		if got := strings.HasSuffix(line, " "+want+" ") && want != ""; got != (want != "") || want == "" && strings.Contains(line, "term") {
			t.Errorf("%d cells: %q, want %q", width, line, want)
		}
	}
}
