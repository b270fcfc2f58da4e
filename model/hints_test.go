package model

import (
	"math"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/model/layout"
	"sockeye/widgets/chart"
)

// footer is the line of the keys.
func (d *driver) footer() string {
	lines := strings.Split(d.screen(), "\n")
	return lines[len(lines)-1]
}

// offers reports whether the line of the keys has one with what it does.
func (d *driver) offers(key, what string) bool {
	return strings.Contains(d.footer(), " "+key+" "+what+" ")
}

// TestResumeAndHitsWorkWhereTheyAreOffered is about keys that belong to the log, and stand on the screen whichever pane has
// the keys.
func TestResumeAndHitsWorkWhereTheyAreOffered(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]layout.Pane{"watchlist": layout.List, "chart": layout.Chart, "inspector": layout.Inspect, "log": layout.Log} {
		t.Run(name, func(t *testing.T) {
			d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(30)).URL()))
			d.sees("129.25")
			d.focuses(layout.Chart)
			d.keys("/")
			d.types(`"s":"C"`)
			d.keys("enter")
			if d.m.shape.Focus != layout.Log {
				t.Error("a search leaves the keys in the chart")
			}
			d.sees("14/15") // the cursor was on the last one
			if p == layout.Inspect {
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
			if !d.m.tab().Log.Live() {
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
		if d.m.dialogs.Open != nil {
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
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(3)).URL()))
	d.sees("102.25")
	d.m.options.ReadOnly = true
	d.send(tea.WindowSizeMsg{Width: 240, Height: 36})
	d.focuses(layout.List)
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
		d.focuses(layout.Chart)
		d.keys("left")
		if d.m.tab().Tab.Chart.Cross.IsZero() {
			t.Fatal("there is no crosshair")
		}
		leave(d)
		if !d.m.tab().Tab.Chart.Cross.IsZero() {
			t.Errorf("%s: the crosshair stays", name)
		}
	}
}

// TestFreezeFreezesWhatIsPlotted plots a number while the screen is frozen, and has more of it come.
func TestFreezeFreezesWhatIsPlotted(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, prices(10)).URL()))
	d.sees("109.25")
	d.keys("p")
	d.inspects("deep.size")
	d.keys("P")
	d.sees("deep.size is plotted, with the past in the log: G shows it")
	tab := d.m.tab()
	comes := func(v float64) {
		field := uint8(len(tab.Tab.Fields()) - 1)
		now := time.Now()
		point := event.Point{At: now.UnixNano(), Value: v, Label: tab.Tab.Selected()}
		point.Field = field
		tab.Tab.History().Add(now, &event.Batch{Status: tab.Tab.Status(), Points: []event.Point{point}})
		tab.Receive(now, &event.Batch{Points: []event.Point{point}})
		d.m.refreshData()
	}
	d.m.refresh()
	before := ansi.Strip(tab.Chart.View())
	comes(4711)
	comes(4712)
	if after := ansi.Strip(tab.Chart.View()); after != before {
		t.Errorf("the chart goes on:\n%s\n%s", before, after)
	}
	d.keys("J") // has all drawn anew
	d.m.refresh()
	if after := ansi.Strip(tab.Chart.View()); strings.Contains(after, "4,71") {
		t.Errorf("what has come since is drawn:\n%s", after)
	}
	d.keys("esc", "G")
	d.m.refresh()
	if after := ansi.Strip(tab.Chart.View()); !strings.Contains(after, "4,712") {
		t.Errorf("live again, it is not drawn:\n%s", after)
	}
}

// TestTitleIsOfTheColumnsThatAreDrawn has a value in the part of the window that the first slice leaves out: the slices end
// after the moment, and the window would begin that much earlier.
func TestTitleIsOfTheColumnsThatAreDrawn(t *testing.T) {
	t.Parallel()
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	d.sees("high 1.50") // in the chart, whose columns are known then
	m, tab := d.m, d.m.tab()
	point := func(at int64, v float64) event.Point { return event.Point{At: at, Value: v, Label: tab.Tab.Selected()} }
	draw := func(at time.Time, points ...event.Point) string {
		tab.Tab.History().Add(at, &event.Batch{Status: tab.Tab.Status(), Points: points})
		tab.Chart.SetData(tab.At(at).Chart(m.host().Shown(tab)))
		tab.Chart.Draw()
		return ansi.Strip(tab.Chart.View())
	}
	at := time.Now()
	for _, kind := range chart.Kinds {
		tab.Tab.Chart.Kind = kind
		tab.Chart.SetKind(kind)
		at = at.Add(2 * m.window) // nothing of before is in the window
		draw(at, point(at.UnixNano()-2, 2), point(at.UnixNano()-1, 3))
		slice := int64(m.window) / int64(tab.Chart.Columns()) // with the axis of these values, which is that of the view below
		at = time.Unix(0, (at.UnixNano()/slice+1)*slice+slice/10)
		outside := at.Add(-m.window).UnixNano() + slice/20
		view := draw(at, point(outside, 1000), point(at.UnixNano()-slice, 2), point(at.UnixNano()-1, 3))
		if strings.Contains(view, "1,000") {
			t.Errorf("%s: the title or the axis has a value that is not drawn:\n%s", kind.Name(), view)
		}
		if !strings.Contains(view, "high 3") || !strings.Contains(view, "low 2") {
			t.Errorf("%s: the title has not the ends of what is drawn:\n%s", kind.Name(), view)
		}
	}
	shown := tab.At(at)
	rows := shown.Rows(m.host().Shown(tab))
	shown.Complete(rows, m.host().Shown(tab), 0, 1)
	if got := rows[0].ChangePct; math.Abs(got-50) > 1e-9 {
		t.Errorf("the watchlist has a change of %v %%, and the chart one of 50", got)
	}
}
