package model_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
	"sockeye/model"
)

// offers reports whether the line of the keys has one with what it does.
func (d *driver) offers(key, what string) bool {
	return strings.Contains(d.footer(), " "+key+" "+what+" ")
}

// TestResumeAndHitsWorkWhereTheyAreOffered is about keys that belong to the log, and stand on the screen whichever pane has
// the keys.
func TestResumeAndHitsWorkWhereTheyAreOffered(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]string{"watchlist": inList, "chart": inChart, "inspector": inInspector, "log": inLog} {
		t.Run(name, func(t *testing.T) {
			d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(30)).URL()))
			d.sees("129.25")
			d.focuses(inChart)
			d.keys("/")
			d.types(`"s":"C"`)
			d.keys("enter")
			if d.focus() != inLog {
				t.Error("a search leaves the keys in the chart")
			}
			d.sees("14/15") // the cursor was on the last one
			if p == inInspector {
				d.keys("enter")
			}
			d.focuses(p)
			d.sees("G live")
			if !d.offers("n N", "hits") {
				t.Errorf("hits are not offered: %s", d.footer())
			}
			d.keys("N")
			d.sees("13/15")
			d.keys("n")
			d.sees("14/15")
			d.keys("G")
			if !d.live() {
				t.Error("G does not what the title of the log says")
			}
			d.misses("frozen")
		})
	}
}

func TestQuitIsOfferedWhereItQuits(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(3)).URL()))
	d.sees("102.25")
	d.send(tea.WindowSizeMsg{Width: 240, Height: 36}) // space for all of them
	if !d.offers("q", "quit") {
		t.Errorf("at the base: %s", d.footer())
	}
	for _, key := range []string{"z", "p"} {
		d.keys(key)
		if !d.offers("q", "back") {
			t.Errorf("after %s: %s", key, d.footer())
		}
		d.keys("q")
		if strings.Contains(d.screen(), "Leave Sockeye?") {
			t.Errorf("after %s, q asks whether to leave", key)
		}
	}
	d.keys("/")
	d.types("n")
	d.keys("enter")
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	d.keys("esc", "enter")
	if d.offers("tab", "pane") {
		t.Errorf("there is no other pane, and it is offered: %s", d.footer())
	}
}

func TestReadOnlyOffersNothingThatSends(t *testing.T) {
	t.Parallel()
	d := driveWith(t, func(o *model.Options) { o.ReadOnly = true }, ticks(t, "alpha", feedtest.New(t, prices(3)).URL()))
	d.sees("102.25")
	d.send(tea.WindowSizeMsg{Width: 240, Height: 36})
	d.focuses(inList)
	d.keys("j", "k")
	if d.offers("space", "on/off") || d.offers("s", "subscribe") || d.offers("u", "unsubscribe") {
		t.Errorf("what sends is offered: %s", d.footer())
	}
}

func TestCrosshairEndsWithThePane(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(d *driver){
		"another pane": func(d *driver) { d.keys("tab") },
		"no chart":     func(d *driver) { d.keys(":"); d.types("chart off"); d.keys("enter") },
		"esc":          func(d *driver) { d.keys("esc") },
	} {
		d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(30)).URL()))
		d.sees("129.25")
		d.focuses(inChart)
		d.keys("left")
		crosshair := regexp.MustCompile(`╭ A +\d\d:\d\d:\d\d`)
		if !crosshair.MatchString(d.screen()) {
			t.Fatalf("%s: there is no crosshair\n%s", name, d.screen())
		}
		leave(d)
		if crosshair.MatchString(d.screen()) {
			t.Errorf("%s: the crosshair stays\n%s", name, d.screen())
		}
	}
}

// TestFreezeFreezesWhatIsPlotted plots a number while the screen is frozen, and has more of it come.
func TestFreezeFreezesWhatIsPlotted(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	server := feedtest.New(t, append(prices(10), feedtest.Silence(more), feedtest.Send(`{"s":"C","p":"5","deep":{"size":4711}}`), feedtest.Send(`{"s":"C","p":"6","deep":{"size":4712}}`)))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("109.25")
	d.keys("p")
	d.inspects("size")
	d.keys("P")
	d.sees("deep.size is plotted")
	before := d.box("C deep.size")
	close(more)
	d.sees("+2 new")
	d.keys("J") // has all drawn anew
	if after := d.box("C deep.size"); !slices.Equal(after, before) {
		t.Errorf("the chart goes on:\n%s\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}
	d.keys("esc", "G")
	d.sees("◀ 4,712")
}

// TestTheWatchlistOverThePanesSaysHowItIsLeft: there is no other pane to go to.
func TestTheWatchlistOverThePanesSaysHowItIsLeft(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(10)).URL()))
	d.sees("109.25")
	d.focuses(inList)
	d.misses("esc back")
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	d.keys("W")
	d.sees("esc back")
	d.keys("esc")
	d.misses("WATCHLIST")
}

// TestAFilteredLogSaysWhatShowsAllOfIt: and no longer once it does.
func TestAFilteredLogSaysWhatShowsAllOfIt(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(10)).URL()))
	d.sees("109.25")
	d.focuses(inLog)
	d.misses("esc show all")
	d.keys("&")
	d.types("nothing has this")
	d.keys("enter")
	d.sees("esc show all")
	d.keys("esc")
	d.misses("esc show all")
	d.sees("109.25")
}
