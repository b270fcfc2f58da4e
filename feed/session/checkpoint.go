package session

import (
	"encoding/json"
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/freshness"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/sequence"
	"sockeye/feed/subscription"
)

// checkpoint is what a session knows between two messages, as far as another one needs it that goes on from there. Times are Unix
// nanoseconds. Secrets are •••. What is only needed to connect and to send is not in it, nor what was learned of rhythms but as
// limits.
type checkpoint struct {
	State      string                `json:"state"`
	Since      int64                 `json:"since,omitempty"`
	Reason     string                `json:"reason,omitempty"`
	RetryAt    int64                 `json:"retry_at,omitempty"`
	OpenedAt   int64                 `json:"opened_at,omitempty"`
	LastFrame  int64                 `json:"last_frame,omitempty"`
	LastBeat   int64                 `json:"last_beat,omitempty"`
	LastData   int64                 `json:"last_data,omitempty"`
	Opened     int                   `json:"opened,omitempty"`
	Failures   int                   `json:"failures,omitempty"`
	Attempt    bool                  `json:"attempt,omitempty"`
	Closed     bool                  `json:"market_closed,omitempty"`
	Step       int                   `json:"step,omitempty"`
	Saved      map[string]lang.Value `json:"saved,omitempty"`
	Sequence   *sequence.Position    `json:"sequence,omitempty"`
	ClockAhead bool                  `json:"clock_ahead,omitempty"`
	Totals     subscription.Totals   `json:"totals,omitzero"`
	Labels     []labelCheckpoint     `json:"labels,omitempty"`
}

// labelCheckpoint is that of a label.
type labelCheckpoint struct {
	Key          string                   `json:"key"`
	Name         string                   `json:"name,omitempty"` // "": the key
	Unit         string                   `json:"unit,omitempty"`
	State        event.SubscriptionState  `json:"state,omitempty"`
	Since        int64                    `json:"since,omitempty"`
	Reason       string                   `json:"reason,omitempty"`
	Late         bool                     `json:"late,omitempty"`
	History      bool                     `json:"history,omitempty"`
	Subscribed   int64                    `json:"subscribed,omitempty"`
	LastEvent    int64                    `json:"last_event,omitempty"`
	Subscription *subscription.Checkpoint `json:"subscription,omitempty"`
	Sequence     *sequence.Position       `json:"sequence,omitempty"`
	Freshness    freshness.Checkpoint     `json:"freshness,omitzero"`
}

// Checkpoint writes down what the session knows, as JSON on one line, for [Replay.Restore]. It is to be called between two frames.
func (s *Session) Checkpoint() []byte {
	status := &s.conn.status
	redact := func(v lang.Value) lang.Value { return redacted(s.preset, v) }
	c := checkpoint{
		State: status.State.String(), Since: nano(status.Since), Reason: s.preset.Redact(status.Reason), RetryAt: nano(status.RetryAt),
		OpenedAt: nano(status.OpenedAt), LastFrame: nano(status.LastFrame), LastBeat: nano(status.LastBeat), LastData: nano(status.LastData),
		Opened: s.opened, Failures: s.backoff.failures, Attempt: s.conn.attempt, Closed: s.clocks.closed, Step: s.hello.step,
		ClockAhead: s.events.clock.ahead, Totals: s.subs.Checkpoints().Totals(), Labels: make([]labelCheckpoint, s.labels.Len()),
	}
	for name, value := range s.scopes.Saved() {
		if c.Saved == nil {
			c.Saved = make(map[string]lang.Value)
		}
		c.Saved[name] = redact(value)
	}
	if !s.sequence.IsZero() {
		c.Sequence = &s.sequence
	}
	for i := range c.Labels {
		n := int32(i)
		l, of := s.labels.At(n), s.events.of(n)
		c.Labels[i] = labelCheckpoint{
			Key: s.preset.ShownSymbol(l.Key), Unit: l.Unit, State: l.State, Since: nano(l.Since), Reason: s.preset.Redact(l.Reason),
			Late: l.Late, History: l.History, Subscribed: nano(l.Subscribed()), LastEvent: nano(l.LastEvent),
			Subscription: s.subs.Checkpoints().Of(n, redact), Freshness: s.clocks.tracker.Checkpoint(n),
		}
		if l.Name != c.Labels[i].Key {
			c.Labels[i].Name = l.Name
		}
		if !of.sequence.IsZero() {
			c.Labels[i].Sequence = &of.sequence
		}
	}
	text, err := json.Marshal(&c)
	if err != nil {
		panic(fmt.Sprintf("a checkpoint cannot be encoded: %v", err)) // it has nothing that could not be
	}
	return text
}

// redacted returns a value without secrets.
func redacted(p *preset.Bound, v lang.Value) lang.Value {
	v.Text = p.Redact(v.Text)
	items := v.Items
	v.Items = nil
	for _, item := range items {
		v.Items = append(v.Items, redacted(p, item))
	}
	return v
}

// Restore has a session that was not started know what another one of the same preset has written down at a time. After an error it
// is of no use.
func (r *Replay) Restore(now time.Time, text []byte) error {
	var c checkpoint
	if err := json.Unmarshal(text, &c); err != nil {
		return fmt.Errorf("a checkpoint: %w", err)
	}
	s := r.s
	state := event.State(0)
	for state < event.States && state.String() != c.State {
		state++
	}
	if state == event.States {
		return fmt.Errorf("a checkpoint: %q is no state", c.State)
	}
	for i := range c.Labels {
		if c.Labels[i].State >= event.SubscriptionStates {
			return fmt.Errorf("a checkpoint: %d is no state of a subscription", c.Labels[i].State)
		}
	}
	s.conn.change(event.StateChange{State: state, At: moment(c.Since), Reason: c.Reason, RetryAt: moment(c.RetryAt)})
	status := &s.conn.status
	status.OpenedAt, status.LastFrame, status.LastBeat, status.LastData = moment(c.OpenedAt), moment(c.LastFrame), moment(c.LastBeat), moment(c.LastData)
	status.Reconnects = max(c.Opened-1, 0)
	s.opened, s.backoff.failures, s.conn.attempt, s.hello.step = c.Opened, c.Failures, c.Attempt, min(max(c.Step, 0), len(s.preset.Hello))
	s.conn.marketClosed, s.clocks.closed, s.events.clock.ahead = c.Closed, c.Closed, c.ClockAhead
	s.events.openedNano = c.OpenedAt
	s.scopes.Save(c.Saved)
	if c.Sequence != nil {
		s.sequence = *c.Sequence
	}
	named := make(map[int32]bool, len(c.Labels))
	for i := range c.Labels {
		named[r.restoreLabel(now, &c.Labels[i])] = true
	}
	for n := range int32(s.labels.Len()) {
		if !named[n] && s.labels.At(n).State.Wanted() { // by the preset, but not by the one who had it recorded
			s.subs.Checkpoints().Restore(n, event.Off, time.Time{}, "", nil)
		}
	}
	s.subs.Checkpoints().Restored(now, c.Totals)
	s.clocks.plan(now)
	return nil
}

// restoreLabel restores a label, which is made if there is none of its name, and returns its number.
func (r *Replay) restoreLabel(now time.Time, c *labelCheckpoint) (n int32) {
	s := r.s
	n, known := s.labels.Number(c.Key)
	if !known {
		n = s.labels.Add(c.Key, event.NoSubscription)
	}
	l := s.labels.At(n)
	if c.Name != "" {
		l.Name = c.Name
	}
	if c.Subscription != nil {
		l.Symbol = c.Key
	}
	l.Unit, l.Late, l.History = c.Unit, c.Late, c.History
	l.Subscribe(moment(c.Subscribed))
	l.LastEvent = moment(c.LastEvent)
	s.subs.Checkpoints().Restore(n, c.State, moment(c.Since), c.Reason, c.Subscription)
	s.clocks.tracker.Restore(n, c.Freshness, now.UnixNano())
	if c.Sequence != nil {
		s.events.of(n).sequence = *c.Sequence
	}
	return n
}

// nano returns a time in Unix nanoseconds, 0 for the zero one.
func nano(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// moment is the time that nano has been given.
func moment(ns int64) time.Time {
	if ns == 0 {
		return time.Time{}
	}
	return time.Unix(0, ns)
}
