package headless

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/socket"
)

// Probe tests a feed once: is it reachable, does it agree to what is subscribed, has every subscription data.
type Probe struct {
	Within  time.Duration // for all of it, from the connection on
	MaxLag  time.Duration // of the median event; 0 is not tested
	MinDays int           // days that the certificate must still be valid, or the verdict is a warning; 0 is not tested
}

// Verdict is what a step of a probe has shown.
type Verdict uint8

// The verdicts, from good to bad.
const (
	Passed  Verdict = iota
	Skipped         // not tested, and Step.Detail says why
	Warned          // to be checked, and no failure
	Missed          // failed
)

var verdictWords = [...]string{Passed: "ok", Skipped: "skipped", Warned: "warning", Missed: "failed"}

// String returns the word for the verdict.
func (v Verdict) String() string { return verdictWords[v] }

// Step is one thing that was tested.
type Step struct {
	Name    string // dial, TLS, hello, ack, data, moved, sequence, lag
	Symbol  string // of ack and data: the name of the subscription; not sanitised
	Verdict Verdict
	After   time.Duration // since the beginning of the probe; 0 where it did not come to it
	Detail  string        // of the network in part: not sanitised, secrets as •••
}

// Title is the name of the step with its symbol.
func (s *Step) Title() string {
	if s.Symbol == "" {
		return s.Name
	}
	return s.Name + " " + s.Symbol
}

// Report is what a probe has found.
type Report struct {
	Feed   string
	Steps  []Step
	Took   time.Duration
	Lag    time.Duration // median; HasLag says whether there was any
	HasLag bool
	Events int64
	Gaps   int64
	Data   int // subscriptions that had data
	Wanted int // subscriptions
	Days   int // that the certificate is still valid; -1 without TLS

	Certificate time.Time // until when it is valid; zero without TLS
}

// Verdict returns the worst verdict of all steps. A step that was skipped is no reason for concern.
func (r *Report) Verdict() Verdict {
	worst := Passed
	for _, s := range r.Steps {
		if s.Verdict > worst && s.Verdict != Skipped {
			worst = s.Verdict
		}
	}
	return worst
}

// Failures returns what has failed, as one text; "" if nothing has.
func (r *Report) Failures() string {
	var texts []string
	for _, s := range r.Steps {
		if s.Verdict == r.Verdict() && s.Verdict > Skipped {
			texts = append(texts, s.Title()+": "+s.Detail)
		}
	}
	return strings.Join(texts, "; ")
}

// probing is a probe under way.
type probing struct {
	*Probe
	feed    *feed.Feed
	begin   time.Time
	info    socket.Info
	open    time.Duration // when the connection was open
	ready   time.Duration // when hello was over
	labels  event.Labels
	acked   map[int32]time.Duration
	data    map[int32]time.Duration
	moved   moved
	lags    event.Lags
	counts  event.Counts
	status  event.Status // of the last batch
	failure string
}

// Run watches a feed until all has been seen that is tested, or the time is over. The feed is started, and not closed.
func (p *Probe) Run(ctx context.Context, f *feed.Feed) *Report {
	w := f.Watch()
	defer w.Close()
	f.Start()
	r := &probing{Probe: p, feed: f, begin: time.Now(), status: event.Status{State: event.States}, acked: make(map[int32]time.Duration), data: make(map[int32]time.Duration)}
	connecting, cancel := context.WithTimeout(ctx, p.Within+f.Preset().ConnectTimeout)
	defer cancel()
	for {
		deadline := connecting
		var stop context.CancelFunc = func() {}
		if r.open > 0 { // what comes is limited from here on
			deadline, stop = context.WithDeadline(connecting, r.begin.Add(r.open+p.Within))
		}
		batch, err := w.Next(deadline)
		stop()
		if batch != nil {
			r.receive(time.Since(r.begin), batch)
		}
		if err != nil || r.failure != "" || r.complete() {
			if err != nil && !errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
				r.failure = "interrupted"
			}
			return r.report()
		}
	}
}

// receive notes what a batch holds.
func (r *probing) receive(at time.Duration, b *event.Batch) {
	if info, open := r.feed.Connection(); open {
		r.info = info
	}
	r.counts.Add(b.Counts)
	r.lags.Add(&b.Lags)
	for _, c := range b.ChangesSince(&r.status) {
		after := max(c.At.Sub(r.begin), 1)
		if c.State.Connected() && r.open == 0 {
			r.open = after
		}
		if c.State.Ready() && r.ready == 0 {
			r.ready = after
		}
		if c.State.Condition() == event.Down && r.failure == "" {
			r.failure = r.feed.Preset().Redact(c.Reason)
		}
	}
	r.status = b.Status
	for n, l := range b.Labels.ChangedSince(r.labels) {
		switch l.State {
		case event.Subscribed, event.Live, event.SubscriptionStale:
			if _, known := r.acked[n]; !known {
				r.acked[n] = max(l.Since.Sub(r.begin), 1)
			}
		}
	}
	r.labels = b.Labels
	for _, a := range b.Activity {
		if _, known := r.data[a.Label]; !known && a.Events > 0 {
			r.data[a.Label] = max(time.Unix(0, a.At).Sub(r.begin), 1)
		}
	}
	if hasValues(r.feed.Preset()) {
		r.moved.receive(r.begin.Add(at), b)
	}
}

// wanted returns the numbers of the subscriptions.
func (r *probing) wanted() (numbers []int32) {
	for n, l := range r.labels.All() {
		if l.State.Wanted() {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// complete reports whether nothing more needs to be waited for.
func (r *probing) complete() bool {
	wanted := r.wanted()
	if len(wanted) == 0 || r.ready == 0 {
		return false
	}
	for _, n := range wanted {
		if r.labels.At(n).State.Failed() {
			continue
		}
		if _, ok := r.dataOf(n); !ok {
			return false
		}
	}
	return len(r.data) == 0 || !hasValues(r.feed.Preset()) || !r.moved.at.IsZero()
}

// dataOf returns when a subscription had its first data. That of a feed which sends without being asked is the whole feed, whatever
// its events are about.
func (r *probing) dataOf(n int32) (after time.Duration, had bool) {
	if after, had = r.data[n]; had || r.feed.Preset().Subscribe != nil {
		return after, had
	}
	for _, a := range r.data {
		if !had || a < after {
			after, had = a, true
		}
	}
	return after, had
}

// report makes a report of what was seen.
func (r *probing) report() *Report {
	p := r.feed.Preset()
	out := &Report{Feed: p.Name, Took: time.Since(r.begin), Events: r.counts.Events, Gaps: r.counts.Missing(), Days: -1}
	add := func(name string, v Verdict, after time.Duration, detail string) {
		out.Steps = append(out.Steps, Step{Name: name, Verdict: v, After: after, Detail: detail})
	}
	if r.open == 0 {
		reason := r.failure
		if reason == "" {
			reason = "no connection within " + format.Length(p.ConnectTimeout)
		}
		add("dial", Missed, 0, reason)
		return out
	}
	detail := r.info.Remote
	if r.info.Subprotocol != "" {
		detail += ", subprotocol " + r.info.Subprotocol
	}
	add("dial", Passed, r.open, detail)
	r.tls(out, add)
	if len(p.Hello) > 0 {
		switch {
		case r.ready > 0:
			add("hello", Passed, r.ready, "")
		case r.failure != "":
			add("hello", Missed, 0, r.failure)
			return out
		default:
			add("hello", Missed, 0, "not over within "+format.Length(r.Within))
			return out
		}
	}
	if r.failure != "" {
		add("connection", Missed, 0, "lost: "+r.failure)
		return out
	}
	r.subscriptions(out)
	r.values(out, add)
	r.figures(out, add)
	return out
}

// tls tests the certificate.
func (r *probing) tls(out *Report, add func(string, Verdict, time.Duration, string)) {
	if r.info.TLS == "" {
		return
	}
	out.Certificate = r.info.Certificate
	out.Days = int(time.Until(r.info.Certificate).Hours() / 24)
	detail := fmt.Sprintf("%s, certificate valid for %s", r.info.TLS, format.Plural(out.Days, "day"))
	v := Passed
	if out.Days < r.MinDays {
		v = Warned
	}
	add("TLS", v, r.open, detail)
}

// subscriptions tests whether each subscription was agreed to, and then whether each has data.
func (r *probing) subscriptions(out *Report) {
	p := r.feed.Preset()
	var acks, data []Step
	for _, n := range r.wanted() {
		out.Wanted++
		if ack, tested := r.ack(n); tested {
			acks = append(acks, ack)
			if ack.Verdict == Missed {
				continue // nothing is to be expected then
			}
		}
		step := Step{Name: "data", Symbol: r.labels.At(n).Name}
		after, had := r.dataOf(n)
		switch {
		case had:
			out.Data++
			step.After = after
		case !p.MarketOpen(time.Now()):
			step.Verdict, step.Detail = Skipped, "none, and the market is closed"
		case r.labels.At(n).State.Failed():
			step.Verdict, step.Detail = Missed, r.labels.At(n).State.String()+": "+p.Redact(r.labels.At(n).Reason)
		default:
			step.Verdict, step.Detail = Missed, "none within "+format.Length(r.Within)
		}
		data = append(data, step)
	}
	out.Steps = append(append(out.Steps, acks...), data...)
	if out.Wanted == 0 {
		out.Steps = append(out.Steps, Step{Name: "ack", Verdict: Missed, Detail: "there is no subscription: name symbols with --symbols"})
	}
}

// ack tests whether a subscription was agreed to. Without an answer in the preset, there is nothing to be tested.
func (r *probing) ack(n int32) (step Step, tested bool) {
	p, l := r.feed.Preset(), r.labels.At(n)
	step = Step{Name: "ack", Symbol: l.Name}
	if p.Subscribe == nil || len(p.Subscribe.Ack) == 0 {
		return step, false
	}
	after, agreed := r.acked[n]
	data, had := r.data[n]
	switch {
	case l.State.Failed():
		step.Verdict, step.Detail = Missed, l.State.String()+": "+p.Redact(l.Reason)
	case agreed:
		step.After = after
	case had:
		step.After, step.Detail = data, "none, but data"
	default:
		step.Verdict, step.Detail = Missed, "no answer within "+format.Length(r.Within)
	}
	return step, true
}

// values tests whether any value has changed.
func (r *probing) values(out *Report, add func(string, Verdict, time.Duration, string)) {
	switch p := r.feed.Preset(); {
	case !hasValues(p) || out.Data == 0:
	case !r.moved.at.IsZero():
		add("moved", Passed, max(r.moved.at.Sub(r.begin), 1), r.labels.At(r.moved.label).Name)
	case !p.MarketOpen(time.Now()):
		add("moved", Skipped, 0, "no value has changed, and the market is closed")
	default:
		add("moved", Missed, 0, "no value has changed within "+format.Length(r.Within))
	}
}

// figures tests the sequence and the lag.
func (r *probing) figures(out *Report, add func(string, Verdict, time.Duration, string)) {
	if r.feed.Preset().Sequence != nil {
		v, detail := Passed, "whole, "+format.Plural(int(r.counts.Numbered), "numbered message")
		switch {
		case out.Gaps > 0:
			v, detail = Missed, format.Plural(int(out.Gaps), "gap")
		case r.counts.Numbered == 0:
			v, detail = Warned, "no message had a number that could be read: see `seq` of the preset"
		}
		add("sequence", v, 0, detail)
	}
	if r.lags.Total() > 0 {
		out.Lag, out.HasLag = r.lags.Quantile(0.5), true
	}
	if r.MaxLag > 0 {
		switch {
		case !out.HasLag:
			add("lag", Skipped, 0, "the events have no time")
		case out.Lag > r.MaxLag:
			add("lag", Missed, 0, format.Lag(out.Lag)+", more than "+format.Length(r.MaxLag))
		default:
			add("lag", Passed, 0, format.Lag(out.Lag))
		}
	}
}
