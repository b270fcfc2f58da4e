package tab

import (
	"slices"
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/event"
	"sockeye/feed/history"
	"sockeye/widgets/chart"
	"sockeye/widgets/theme"
)

// Chart is how the chart of a feed is shown.
type Chart struct {
	Kind     chart.Kind
	Off      bool          // no chart is shown
	Interval time.Duration // of candles made from values; 0: chosen by the window; Own: the feed's candles
	Own      bool
	Locked   bool          // the scale
	Pan      time.Duration // how far back from the moment the window ends
	Cross    time.Time     // where the crosshair stands; zero: there is none
	Scale    ScaleMode

	added    []history.Key // beside the selected row
	hidden   map[history.Key]bool
	slots    map[history.Key]int // the colours and signs of series that are, or were, compared
	apart    bool                // what is compared had no value in common
	overlays []Overlay
	field    int // the number that is shown, where one was chosen
	chosen   bool
}

// ScaleMode is what a chart shows of values.
type ScaleMode uint8

// The modes. Auto is values, unless several series are drawn that have no value in common: what is dear and what is cheap have
// a scale in common when they are changes since the window began. Candles are those of one series.
const (
	Auto ScaleMode = iota
	Values
	Percent
)

// Percent reports whether the chart shows changes since the window began, and not values.
func (c *Chart) Percent() bool {
	return c.Scale == Percent || c.Scale == Auto && c.apart && len(c.added) > 0 && c.Kind != chart.Candles
}

// slot returns the colour of a series, which stays its own as long as something is compared.
func (c *Chart) slot(key history.Key) int {
	if len(c.added) == 0 {
		return 0
	}
	if c.slots == nil {
		c.slots = map[history.Key]int{}
	}
	own, has := c.slots[key]
	used := func(slot int) bool {
		for _, k := range c.added {
			if k != key && c.slots[k] == slot {
				return true
			}
		}
		return false
	}
	if !has || used(own) {
		for own = 0; used(own) && own < theme.SeriesStyles-1; own++ {
		}
		c.slots[key] = own
	}
	return own
}

func newChart() Chart { return Chart{Kind: chart.Kinds[0]} }

// Reset goes back to the moment that is shown, on a scale that follows it.
func (c *Chart) Reset() { c.Pan, c.Cross, c.Locked = 0, time.Time{}, false }

// Choose has the chart show a field of a label, where the label has it.
func (c *Chart) Choose(field int) { c.field, c.chosen = field, true }

// ChooseFirst has the chart show the first number of a label.
func (c *Chart) ChooseFirst() { c.chosen = false }

// Toggle adds a series to the chart or removes it, and reports whether it is there now.
func (c *Chart) Toggle(key history.Key) (added bool) {
	c.apart = false
	if i := slices.Index(c.added, key); i >= 0 {
		if c.added = append(c.added[:i:i], c.added[i+1:]...); len(c.added) == 0 {
			c.slots = nil
		}
		return false
	}
	c.added = append(c.added, key)
	c.slot(key)
	return true
}

// Hide leaves a series out of the picture, or shows it again; its place in the legend stays.
func (c *Chart) Hide(key history.Key) {
	if c.hidden[key] {
		delete(c.hidden, key)
		return
	}
	if c.hidden == nil {
		c.hidden = map[history.Key]bool{}
	}
	c.hidden[key] = true
}

// labels returns the labels that the chart shows, of which one is selected.
func (c *Chart) labels(selected int32) (labels []int32) {
	if selected != event.NoLabel {
		labels = append(labels, selected)
	}
	for _, key := range c.added {
		if !slices.Contains(labels, key.Label) {
			labels = append(labels, key.Label)
		}
	}
	return labels
}

// Main returns the first number of a row, or the one that was chosen for the chart, where the row has it.
func (c *Chart) Main(r *history.Row) (v *history.Value, field int) {
	if f := c.field; c.chosen && f < len(r.Values) && r.Values[f].Known {
		return &r.Values[f], f
	}
	return r.Main()
}

// ChooseField makes a field the one that the chart shows.
func (t *Tab) ChooseField(name string) {
	t.fields = t.feed.Fields()
	if i := slices.Index(t.fields, name); i >= 0 {
		t.Chart.Choose(i)
	}
}

// pin has the history keep the labels that the chart shows longer than others.
func (t *Tab) pin() {
	labels := t.Chart.labels(t.selected)
	if slices.Equal(labels, t.pinned) {
		return
	}
	t.pinned = labels
	t.watcher.Pin(labels...)
}

// SeriesName is what a series is called.
func (t *Tab) SeriesName(key history.Key) string {
	name := t.labels.At(key.Label).Name
	if field := t.fields[key.Field]; field != unnamed && field != name { // what is plotted has a row of its name
		name += " " + field
	}
	return name
}

// marks are the levels that alerts watch on a series.
func marks(alerts alert.View, key history.Key) (marks []chart.Mark) {
	for _, level := range alerts.Levels(key.Label, key.Field) {
		marks = append(marks, chart.Mark{Value: level, Text: "alert"})
	}
	return marks
}
