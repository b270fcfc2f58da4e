package pane

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"sockeye/feed/format"
	"sockeye/feed/history"
	"sockeye/model/layout"
	"sockeye/model/tab"
	"sockeye/widgets/axis"
	"sockeye/widgets/chart"
)

// windows are the lengths of time that a chart can show.
var Windows = []time.Duration{15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 6 * time.Hour}

const DefaultWindow = 1

// Chart is the chart of a feed, for the operator.
type Chart struct {
	On Screen
	Of *Feed
}

// Refresh has the chart show what is known at the moment of the screen.
func (p Chart) Refresh() {
	t := p.Of
	shown := t.At(p.On.Now)
	p.Move()
	t.Chart.SetKind(t.Tab.Chart.Kind)
	t.Chart.SetMaxRows(shown.ChartRows(p.On.ChartRows), SmallReason)
	t.Chart.SetCrosshair(t.Tab.Chart.Cross)
	for range 2 { // once more, where other figures beside the plot leave it another width: candles have whole columns
		on := p.On.Shown(t)
		if t.Chart.SetData(shown.Chart(on)); t.Chart.Columns() == on.Columns {
			break
		}
	}
	if slices.Contains(p.On.Layout.Shown, layout.Chart) {
		t.Chart.Draw()
	}
}

// How often a chart is drawn that has nothing new to show: one of 120x36 takes 1 to 4 KiB, and a screen on which nothing happens has
// 0.3 KiB a second. Its present is older than that by a quarter of its window at the most, beside an age that counts. troubledPace is how
// often it is drawn while there is no connection: for how long that has been so is news.
const (
	longestPace  = time.Minute
	paces        = 4 // a window
	troubledPace = 5 * time.Second
)

// Move has the chart show the moment of the screen, once it is drawn; changes are since its window began, and so it comes before all
// that shows some.
func (p Chart) Move() { p.Of.drawn = p.Of.At(p.On.Now).At }

// MoveWhereDue is Move where there is something new, or nothing was for as long as the pace says, and reports whether it was called. The
// chart would else only move, which says nothing, and costs as much on the wire as news. One of the same moment has nothing new.
func (p Chart) MoveWhereDue() (moved bool) {
	t := p.Of
	pace := min(max(*p.On.Window/paces, troubledPace), longestPace)
	if !t.Tab.Status().State.Connected() {
		pace = troubledPace
	}
	since := t.At(p.On.Now).At.Sub(t.drawn)
	if since == 0 || t.Tab.Valued().Before(t.drawn) && since < pace {
		return false
	}
	p.Move()
	return true
}

// MoveCrosshair moves the crosshair, or shows it.
func (p Chart) MoveCrosshair(step int) {
	t := p.Of
	t.Tab.Chart.Cross = t.Chart.CrosshairStep(step)
}

// Reset shows the present, on a scale that follows it.
func (p Chart) Reset() {
	t := p.Of
	t.Tab.Chart.Reset()
	t.Chart.SetBounds(axis.Scale{})
}

// TogglePercent shows changes since the window began, or values again.
func (p Chart) TogglePercent() {
	v := &p.Of.Tab.Chart
	percent := !v.Percent()
	v.Scale = tab.Values
	if percent {
		v.Scale = tab.Percent
	}
	p.Lock(false, axis.Scale{})
	p.On.Notices.Show("the chart shows values")
	if percent {
		p.On.Notices.Show("the chart shows changes since its window began")
	}
}

// ToggleLock holds the scale where it is, or lets it follow what is visible.
func (p Chart) ToggleLock() {
	t := p.Of
	if !t.Tab.Chart.Locked && !t.Chart.Bounds().IsSet() {
		p.On.Notices.ShowError(errors.New("there is no range to lock: :y LOW HIGH sets one"))
		return
	}
	p.Lock(!t.Tab.Chart.Locked, t.Chart.Bounds())
}

// NextKind shows the next kind of chart, and after the last one none.
func (p Chart) NextKind() {
	v := &p.Of.Tab.Chart
	next := slices.Index(chart.Kinds[:], v.Kind) + 1
	switch {
	case v.Off:
		p.SetKind(chart.Kinds[0])
	case next < len(chart.Kinds):
		p.SetKind(chart.Kinds[next])
	default:
		p.HideChart()
	}
}

// SetKind shows a kind of chart.
func (p Chart) SetKind(kind chart.Kind) {
	v := &p.Of.Tab.Chart
	v.Kind, v.Off = kind, false
	p.On.Arrange()
}

// HideChart gives the space of the chart to the other panes.
func (p Chart) HideChart() {
	p.Of.Tab.Chart.Off = true
	p.On.Arrange()
}

// NextInterval changes the length of the candles.
func (p Chart) NextInterval() {
	t := p.Of
	r := t.At(p.On.Now).Row()
	p.On.Notices.Show(t.Tab.Chart.NextInterval(r != nil && r.Candles))
	p.SayMerged()
}

// SayMerged says where the candles that are drawn are longer than those that were chosen, and in which window they are not.
func (p Chart) SayMerged() {
	v, on := &p.Of.Tab.Chart, p.On.Shown(p.Of)
	drawn := v.DrawnInterval(on)
	if drawn == v.Interval {
		return
	}
	said := fmt.Sprintf("candles of %s: in this window those of %s have no column each", format.Duration(drawn), format.Duration(v.Interval))
	for _, window := range slices.Backward(Windows) {
		if on.Window = window; v.DrawnInterval(on) == v.Interval {
			said += "; :window " + format.Duration(window) + " shows them"
			break
		}
	}
	p.On.Notices.Show(said)
}

// Lock holds the scale at bounds, or lets it follow what is visible.
func (p Chart) Lock(on bool, bounds axis.Scale) {
	t := p.Of
	t.Tab.Chart.Locked = on
	if !on {
		bounds = axis.Scale{}
	}
	t.Chart.SetBounds(bounds)
	p.On.Notices.Show("the y range follows what is visible")
	if on {
		p.On.Notices.Show("the y range is locked from " + format.Number(bounds.Min, -1) + " to " + format.Number(bounds.Max, -1))
	}
}

// AddSeries puts the selected row on the chart beside the others, or removes it.
func (p Chart) AddSeries() {
	t := p.Of
	r := t.At(p.On.Now).Row()
	if r == nil {
		p.On.Notices.ShowError(ErrNoRow)
		return
	}
	value, field := t.Tab.Chart.Main(r)
	if value == nil || !value.Kept {
		p.On.Notices.ShowError(fmt.Errorf("%s has no values to draw", r.Name))
		return
	}
	key := history.Key{Label: t.Tab.Selected(), Field: field}
	if !t.Tab.Chart.Toggle(key) {
		p.On.Notices.Show(t.Tab.SeriesName(key) + " is off the chart")
		p.On.Refresh()
		return
	}
	p.SetKind(chart.Line)
	p.On.Notices.Show(t.Tab.SeriesName(key) + " stays on the chart: select another one to compare")
}

// HideSeries leaves the selected series out of the picture, or shows it again; its place in the legend stays.
func (p Chart) HideSeries() {
	t := p.Of
	r := t.At(p.On.Now).Row()
	if r == nil {
		p.On.Notices.ShowError(ErrNoRow)
		return
	}
	_, field := t.Tab.Chart.Main(r)
	t.Tab.Chart.Hide(history.Key{Label: t.Tab.Selected(), Field: field})
}

// MoveSeries charts the next number: another one of the row, or else that of the next row.
func (p Chart) MoveSeries(step int) {
	t := p.Of
	r := t.At(p.On.Now).Row()
	if r == nil {
		return
	}
	known := r.Fields()
	_, field := t.Tab.Chart.Main(r)
	at := slices.Index(known, field) + step
	if at >= 0 && at < len(known) {
		t.Tab.Chart.Choose(known[at])
		p.On.Refresh()
		return
	}
	i, ok := t.List.Selected()
	if !ok || i+step < 0 || i+step >= t.Tab.Rows.Len() {
		return
	}
	List(p).SelectRow(i + step)
	if known = t.At(p.On.Now).Row().Fields(); len(known) > 0 {
		at := 0
		if step < 0 {
			at = len(known) - 1
		}
		t.Tab.Chart.Choose(known[at])
	}
	p.On.Refresh()
}

// Widen changes the window of the chart.
func (p Chart) Widen(step int) {
	next := 0 // the first one that is not shorter: :window may have set one in between
	for next < len(Windows)-1 && Windows[next] < *p.On.Window {
		next++
	}
	if Windows[next] == *p.On.Window || step < 0 {
		next += step
	}
	*p.On.Window = Windows[min(max(next, 0), len(Windows)-1)]
	p.On.Refresh()
}

// smallReason is in the border of a chart that could be larger.
const SmallReason = "small: thin link"

// ToggleOverlay shows a line that is computed from the values, or removes it.
func (p Chart) ToggleOverlay(o tab.Overlay) {
	said := o.String() + " is off the chart"
	if p.Of.Tab.Chart.ToggleOverlay(o) {
		said = o.String() + " is on the chart"
	}
	p.On.Notices.Show(said)
	p.On.Refresh()
}

// ToggleVWAP is ToggleOverlay for the average price by volume. The error says that there is no volume.
func (p Chart) ToggleVWAP() error {
	if !p.Of.At(p.On.Now).HasVolume() {
		return errors.New("no volume: the feed sends no candles of this one that have it")
	}
	p.ToggleOverlay(tab.Overlay{})
	return nil
}
