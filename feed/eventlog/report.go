package eventlog

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"sockeye/feed/event"
)

// Report is what happened on feeds within a time, made of lines in the order in which they were written.
type Report struct {
	from, to time.Time
	feeds    map[string]*feedReport
	order    []*feedReport
	network  span // while the network of the machine was lost
}

// feedReport is the part of one feed.
type feedReport struct {
	name    string
	watched span // while a program watched it
	down    span // while it was watched and not connected
	stale   span // while it was STALE
	dropped int64
	gaps    int64
	filled  int64
	alerts  int // raised
	reasons map[string]int
	last    time.Time // of its last line
	labels  map[string]*labelReport
}

// labelReport is the part of one subscription.
type labelReport struct {
	name     string
	stale    span
	off      span // in one of offStates
	offState string
	alerts   int
}

// span adds up stretches of time. It may be under way.
type span struct {
	total time.Duration
	count int
	since time.Time // zero: none is under way
}

func (s *span) begin(at time.Time) {
	if s.since.IsZero() {
		s.since = at
		s.count++
	}
}

// end ends a stretch. One without length was over before the report begins.
func (s *span) end(at time.Time) {
	if s.since.IsZero() {
		return
	}
	if length := at.Sub(s.since); length > 0 {
		s.total += length
	} else {
		s.count--
	}
	s.since = time.Time{}
}

// set begins or ends a stretch.
func (s *span) set(is bool, at time.Time) {
	if is {
		s.begin(at)
	} else {
		s.end(at)
	}
}

// NewReport returns an empty report of a time.
func NewReport(from, to time.Time) *Report {
	return &Report{from: from, to: to, feeds: make(map[string]*feedReport)}
}

// Add adds a line. What was before the time of the report says how it began.
func (r *Report) Add(l *Line) {
	if l.At.After(r.to) {
		return
	}
	if l.Network != "" {
		at := l.At
		if at.Before(r.from) {
			at = r.from
		}
		r.network.set(l.Network == Lost, at)
		return
	}
	f := r.feeds[l.Feed]
	if f == nil {
		f = &feedReport{name: l.Feed, labels: make(map[string]*labelReport), reasons: make(map[string]int)}
		r.feeds[l.Feed] = f
		r.order = append(r.order, f)
	}
	at := l.At
	counts := !at.Before(r.from)
	if !counts {
		at = r.from
	}
	if l.Watch == Begin && !f.watched.since.IsZero() { // killed, or a second program: what is known ends with the last line
		f.pause(f.last)
	}
	f.last = at
	switch {
	case l.Watch == End:
		f.pause(at)
	case l.Watch != "":
		f.watched.begin(at)
	case l.State != "":
		f.setState(l, at, counts)
	case l.Subscription != "":
		f.label(l.Label).setState(l.Subscription, at)
	case l.Alert != "" && !l.Over && counts:
		f.alerts++
		if l.Label != "" {
			f.label(l.Label).alerts++
		}
	case counts:
		f.gaps, f.filled, f.dropped = f.gaps+l.Gap, f.filled+l.Filled, f.dropped+l.Dropped
	}
}

func (f *feedReport) label(name string) *labelReport {
	l := f.labels[name]
	if l == nil {
		l = &labelReport{name: name}
		f.labels[name] = l
	}
	return l
}

func (f *feedReport) setState(l *Line, at time.Time, counts bool) {
	if l.State == "CONNECTING" {
		return // an outage goes on, and the first attempt is none
	}
	down := l.State == "RETRY" || l.State == "FAILED"
	if down && l.Reason != "" && counts {
		f.reasons[l.Reason]++
	}
	f.down.set(down, at)
	f.stale.set(l.State == "STALE", at)
}

// offStates are the states of a subscription that has failed, or was not answered, in words.
var offStates = func() map[string]bool {
	words := map[string]bool{event.Unanswered.String(): true}
	for state := range event.SubscriptionStates {
		if state.Failed() {
			words[state.String()] = true
		}
	}
	return words
}()

func (l *labelReport) setState(state string, at time.Time) {
	l.stale.set(state == "stale", at)
	off := offStates[state]
	if off {
		l.offState = state
	}
	l.off.set(off, at)
}

// pause ends all that is under way: nothing is known until the next line.
func (f *feedReport) pause(at time.Time) {
	f.watched.end(at)
	f.down.end(at)
	f.stale.end(at)
	for _, l := range f.labels {
		l.stale.end(at)
		l.off.end(at)
	}
}

// finish ends all that is under way at the end of the report. What is watched has a mark within MarkEvery: without one,
// nothing is known after the last line.
func (r *Report) finish() {
	last := time.Time{}
	for _, f := range r.order {
		end := r.to
		if end.Sub(f.last) > MarkEvery+time.Minute {
			end = f.last
		}
		f.pause(end)
		if end.After(last) {
			last = end
		}
	}
	r.network.end(last)
}

// Write ends the report and writes it as text: for each feed how long it was watched, down and stale, its gaps and alerts, and
// the subscriptions that were stale or not subscribed. sanitize makes text of the network harmless. A report is written once.
func (r *Report) Write(w io.Writer, location *time.Location, sanitize func(string) string) error {
	r.finish()
	const layout = "2006-01-02 15:04:05"
	if _, err := fmt.Fprintf(w, "%s to %s %s\n", r.from.In(location).Format(layout), r.to.In(location).Format(layout), r.to.In(location).Format("MST")); err != nil {
		return err
	}
	if len(r.order) == 0 {
		_, err := fmt.Fprintln(w, "no feed was watched")
		return err
	}
	slices.SortStableFunc(r.order, func(a, b *feedReport) int {
		return cmp.Or(cmp.Compare(b.down.total, a.down.total), cmp.Compare(b.stale.total, a.stale.total), cmp.Compare(a.name, b.name))
	})
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\nfeed\twatched\tdown\tstale\tgaps\tlate\tdropped\talerts\tmost frequent reason")
	for _, f := range r.order {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%s\n", sanitize(f.name), length(f.watched.total), times(f.down), times(f.stale),
			f.gaps, f.filled, f.dropped, f.alerts, sanitize(f.reason()))
	}
	if r.network.count > 0 {
		fmt.Fprintf(t, "\nthe network of this machine was lost: %s\n", times(r.network))
	}
	if rows := r.subscriptions(); len(rows) > 0 {
		fmt.Fprintln(t, "\nfeed\tsubscription\tstale\tnot subscribed\talerts")
		for _, row := range rows {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%d\n", sanitize(row.feed), sanitize(row.name), times(row.stale), row.offText(), row.alerts)
		}
	}
	return t.Flush()
}

// subscription is one that was stale or not subscribed at some time.
type subscription struct {
	feed string
	*labelReport
}

// subscriptions returns them, those that were so for longest first.
func (r *Report) subscriptions() (rows []subscription) {
	for _, f := range r.order {
		for _, l := range f.labels {
			if l.stale.count+l.off.count+l.alerts > 0 {
				rows = append(rows, subscription{f.name, l})
			}
		}
	}
	slices.SortFunc(rows, func(a, b subscription) int {
		return cmp.Or(cmp.Compare(b.stale.total+b.off.total, a.stale.total+a.off.total), cmp.Compare(a.feed, b.feed), cmp.Compare(a.name, b.name))
	})
	return rows
}

func (l *labelReport) offText() string {
	if l.off.count == 0 {
		return "–"
	}
	return times(l.off) + ", " + l.offState
}

// reason returns why the feed was down most often, the first in the alphabet of equals; "" if it was not.
func (f *feedReport) reason() (most string) {
	n := 0
	for reason, count := range f.reasons {
		if count > n || count == n && reason < most {
			most, n = reason, count
		}
	}
	return most
}

// times says how long something was in all, and how often.
func times(s span) string {
	if s.count == 0 {
		return "–"
	}
	return fmt.Sprintf("%s, %d x", length(s.total), s.count)
}

// length rounds to seconds, but for what is shorter than one.
func length(d time.Duration) string {
	if d < time.Second {
		return d.Round(time.Millisecond).String()
	}
	return d.Round(time.Second).String()
}
