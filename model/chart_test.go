package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
)

// TestLockNeedsARange wants nothing to be called locked that is not.
func TestLockNeedsARange(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk()[:2])
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("◔▸A")
	d.focuses(inChart)
	d.keys("Y")
	d.says(":y LOW HIGH")
	for _, bounds := range []string{"-Inf Inf", "0 Inf", "NaN 1", "1 1"} {
		d.command("y " + bounds)
		d.says(":y LOW HIGH")
	}
	d.command("y -1e308 1e308")
	d.says("locked from")
	d.keys("Y")
	d.says("follows")
}

func TestTheChosenNumberStaysWhenAWrongOneIsUnplotted(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk(feedtest.Silence(more), feedtest.Send(`{"s":"A","p":"1.75","deep":{"size":42}}`))).URL()))
	d.sees("1.50")
	d.command("plot deep.size as size")
	d.sees("size is plotted, with the past in the log")
	close(more)
	d.sees("A size", "◀ 42")
	d.command("unplot deep.size")
	d.sees("deep.size is not plotted", "A size", "◀ 42")
}

// TestGoto goes to the second of the oldest row, which that has begun before it came, and to a row while the log is not to
// be seen.
func TestGoto(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	log := d.history()
	first, end := log.Range()
	oldest, _ := log.Entry(first)
	d.command("goto " + time.Unix(0, oldest.At).UTC().Format("15:04:05"))
	d.sees(fmt.Sprintf("LOG  at #%d ", first))
	d.says("? help")
	for _, cover := range []struct {
		width int
		keys  []string
	}{{120, []string{"G", "tab", "tab", "z"}}, {80, []string{"z", "G", "W"}}, {80, []string{"enter"}}} {
		d.send(tea.WindowSizeMsg{Width: cover.width, Height: 36})
		d.keys(cover.keys...)
		d.misses("LOG ")
		d.command(fmt.Sprintf("goto #%d", end-1))
		d.sees("LOG  at #")
	}
}

// TestASparklineIsSeenInTheSmallestWindow, below state, value and age, of which none gives way to it.
func TestASparklineIsSeenInTheSmallestWindow(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(20))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("119.25")
	d.send(tea.WindowSizeMsg{Width: 28, Height: 7})
	d.wait("a sparkline in the fourth line", func() bool {
		lines := strings.Split(d.screen(), "\n")
		return strings.Contains(lines[2], " ago") && strings.ContainsAny(lines[3], "▁▂▃▄▅▆▇█")
	})
	d.send(tea.WindowSizeMsg{Width: 28, Height: 3})
	d.sees("alpha OPEN", " ago")
}

// TestCandlesWithoutAColumnEachAreSaid to be longer ones, with the window that shows them.
func TestCandlesWithoutAColumnEachAreSaid(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(10)).URL()))
	d.sees("109.25")
	d.command("window 15m")
	d.command("candle 5s")
	d.sees("in this window those of 5s have no column each; :window 5m shows them", "candle 20s")
	d.command("window 1m")
	d.sees("candle 5s")
	d.command("candle 5s")
	d.misses("no column each")
}

// TestANumberBeyondTheLimitIsSaidNotToBeCharted where its value is known, and of now.
func TestANumberBeyondTheLimitIsSaidNotToBeCharted(t *testing.T) {
	t.Parallel()
	preset := ticks(t, "alpha", feedtest.New(t, prices(10)).URL())
	preset.Limits.Series = 1
	d := drive(t, preset)
	d.sees("109.25")
	d.focuses(inList)
	d.keys("G")
	d.sees(" C 109.25", "not charted: `limits.series` of the preset is 1, and others")
}
