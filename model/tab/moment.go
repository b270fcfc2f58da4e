package tab

import (
	"math"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/history"
	"sockeye/widgets/header"
	"sockeye/widgets/theme"
)

// Moment is what the screen shows a feed at: the present, or when it was frozen.
type Moment struct {
	at, now time.Time
	frozen  *history.Moment // nil: at is the present
}

// Moment returns the moment that is shown at the time now: that time, or when the screen was frozen.
func (t *Tab) Moment(now time.Time) Moment {
	if t.frozen != nil {
		return Moment{t.frozen.At, now, t.frozen}
	}
	return Present(now)
}

// Present returns the present, of which the caller has the time, also while the screen is frozen.
func Present(now time.Time) Moment { return Moment{at: now, now: now} }

// Shown is what is visible of a feed at a moment. It is made anew for each render.
type Shown struct {
	At     time.Time
	Status event.Status
	Labels event.Labels   // by number
	Marked map[int32]bool // the labels that have an alert

	tab  *Tab
	now  time.Time
	then *history.Moment // nil: the present
}

// At returns what is visible at a moment.
func (t *Tab) At(m Moment) Shown {
	s := Shown{At: m.at, Status: t.status, Labels: t.labels, tab: t, now: m.now}
	if m.frozen == nil {
		s.Marked = t.alerts.Labels()
		return s
	}
	s.then, s.Marked = m.frozen, t.marked
	s.read(func(v history.View) { s.Status, s.Labels = v.State() })
	return s
}

// Freeze is what the header says of a moment at which the screen was frozen; the zero Freeze of the present.
func (s Shown) Freeze() header.Freeze {
	if s.then == nil {
		return header.Freeze{}
	}
	f := header.Freeze{Since: format.Stopwatch(s.now.Sub(s.At))}
	if _, end := s.tab.history.Range(); end > s.then.End {
		f.Fresh = "+" + format.Count(end-s.then.End) + " new"
	}
	return f
}

// Theme returns the styles of what shows values: dim at a moment that is not the present.
func (s Shown) Theme(th *theme.Theme) *theme.Theme {
	if s.then != nil {
		return th.Dimmed()
	}
	return th
}

// Screen is what the screen that a feed is shown on has to do with what is shown.
type Screen struct {
	Window   time.Duration // of all charts
	Drawn    time.Time     // the moment that the chart shows, which moves seldom on a quiet feed; zero: that which is shown
	Columns  int           // of the chart; less than one counts as one
	Slices   int           // of the sparklines of the watchlist; likewise
	Location *time.Location
	Keys     func(actions ...string) string // the keys of actions, as sentences have them
}

func (s *Screen) columns() int { return max(s.Columns, 1) }

// read calls f with what the history has of the moment.
func (s Shown) read(f func(v history.View)) { s.tab.History().View(s.then, f) }

// row returns what is known of a label, whose state is the one that the screen has been given.
func (s Shown) row(v history.View, n int32) history.Row {
	r := v.Row(n)
	r.Label = *s.Labels.At(n)
	return r
}

// Row returns what is known of the selected label, or nil if there is none.
func (s Shown) Row() *history.Row {
	n := s.tab.selected
	if n == event.NoLabel || int(n) >= s.Labels.Len() {
		return nil
	}
	r := s.tab.History().Row(s.then, n)
	r.Label = *s.Labels.At(n)
	return &r
}

// label returns the selected label, or nil if there is none.
func (s Shown) label() *event.Label {
	if n := s.tab.selected; n != event.NoLabel && int(n) < s.Labels.Len() {
		return s.Labels.At(n)
	}
	return nil
}

// Since returns how long ago a moment was at the time now; false if it never came.
func Since(now, at time.Time) (time.Duration, bool) {
	if at.IsZero() {
		return 0, false
	}
	return max(now.Sub(at), 0), true
}

// aligned returns the window that ends at or just after a moment and begins and ends at whole slices.
func aligned(at time.Time, window time.Duration, slices int) (from, to int64) {
	slice := max(int64(window)/int64(slices), 1)
	to = (at.UnixNano()/slice + 1) * slice
	return to - slice*int64(slices), to
}

// changeFrom returns the change from one value to another, in per cent; NaN without one.
func changeFrom(first, last float64) float64 {
	if first == 0 {
		return math.NaN()
	}
	return (last - first) / math.Abs(first) * 100
}
