package subscription_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/session"
	"sockeye/feed/subscription"
)

// subscriptionDriver drives the only subscription of a feed by words.
type subscriptionDriver struct {
	labels event.Labels // as they were sealed last
	t      *testing.T
	s      *session.Session
	now    time.Time
}

const driven = `
presets:
  x:
    url: ws://127.0.0.1:1
    params: {symbols: [A]}
    answer: 10s
    stale: 30s
    subscribe: {send: {sub: "${symbol}"}, ack: {on: "${symbol}"}, save: {sid: id}, fail: {no: "${symbol}"}, ended: {gone: "${symbol}"}}
    unsubscribe: {send: {un: "${sid}"}, ack: {off: "${symbol}"}}
    events: [{match: {s: "*"}, label: s, value: p}]
`

func newSubscriptionDriver(t *testing.T, text string) *subscriptionDriver {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	d := &subscriptionDriver{t: t, now: time.Unix(1772366400, 0)}
	d.s = session.New(bound, func(time.Duration) time.Duration { return 0 })
	d.s.Start(d.now)
	return d
}

// label returns a label as the readers of the feed see it.
func (d *subscriptionDriver) label(name string) event.Label {
	d.t.Helper()
	if b := d.s.Seal(); b != nil {
		d.labels = b.Labels
	}
	for _, l := range d.labels.All() {
		if l.Name == name {
			return *l
		}
	}
	return event.Label{}
}

// do is a step: what the server says, what the operator wants, what happens to the connection, or time that passes.
func (d *subscriptionDriver) do(step string) {
	d.t.Helper()
	switch step {
	case "opened":
		d.s.Opened(d.now)
	case "lost":
		d.s.Lost(d.now, session.End{Reason: "gone"})
		d.s.Reconnect(d.now)
	case "want":
		_ = d.s.Subscribe(d.now, "A")
	case "unwant":
		_ = d.s.Unsubscribe(d.now, "A")
	case "ack":
		d.s.Receive(d.now, []byte(`{"on":"A","id":7}`))
	case "ack without an id":
		d.s.Receive(d.now, []byte(`{"on":"A"}`))
	case "data":
		d.s.Receive(d.now, []byte(`{"s":"A","p":1}`))
	case "rejected":
		d.s.Receive(d.now, []byte(`{"no":"A"}`))
	case "ended":
		d.s.Receive(d.now, []byte(`{"gone":"A"}`))
	case "greeted":
		d.s.Receive(d.now, []byte(`{"hi":1,"key":"k"}`))
	case "greeted without a key":
		d.s.Receive(d.now, []byte(`{"hi":1}`))
	case "unsubscribed":
		d.s.Receive(d.now, []byte(`{"off":"A"}`))
	default:
		wait, err := time.ParseDuration(step)
		if err != nil {
			d.t.Fatal(err)
		}
		for end := d.now.Add(wait); ; {
			due := d.s.Deadline()
			if due.IsZero() || due.After(end) {
				d.now = end
				return
			}
			d.now = due
			d.s.Tick(d.now)
		}
	}
}

// TestEveryTransitionOfTheTableIsReached goes through every transition of a subscription, and some pairs of state and cause that
// change nothing.
func TestEveryTransitionOfTheTableIsReached(t *testing.T) {
	reach := map[event.SubscriptionState]string{
		event.Off:               "unwant",
		event.Queued:            "",
		event.Requested:         "opened",
		event.Retrying:          "opened, rejected, 11s, lost, opened",
		event.Unanswered:        "opened, 10s",
		event.Subscribed:        "opened, ack",
		event.Live:              "opened, ack, data",
		event.SubscriptionStale: "opened, ack, data, 30s",
		event.Rejected:          "opened, rejected",
		event.Ended:             "opened, ack, ended",
		event.Cancelling:        "opened, unwant",
		event.Unsubscribing:     "opened, ack, unwant",
		event.Resubscribing:     "opened, ack, unwant, want",
		event.Unconfirmed:       "opened, ack, unwant, 10s",
		event.StillSent:         "opened, ack, unwant, 10s, data",
		event.Unsent:            "opened, greeted without a key",
	}
	steps := map[string]string{
		"wanted": "want", "unwanted": "unwant", "unwantedUnacked": "unwant", "sent": "opened", "acknowledged": "ack", "eventCame": "data",
		"rejected": "rejected", "ended": "ended", "answerDue": "10s", "staleDue": "30s", "unsubscribed": "unsubscribed", "unsubscribeFailed": "10s",
		"retryDue": "11s, lost, opened", "lost": "lost",
	}
	// expected is what has a label that is no subscription be expected from then on.
	expected := strings.TrimSuffix(strings.Repeat("data, ", 20), ", ")
	// Where the way to the state or the step is another one.
	special := map[string]string{
		"wanted Label":                      "label", // see below
		"staleDue Label":                    "label",
		"wanted LabelStale":                 "label",
		"eventCame LabelStale":              "label",
		"lost LabelStale":                   "label",
		"notSent Queued":                    "keyed", // see below
		"notSent Retrying":                  "keyed",
		"wanted Unsent":                     "keyed",
		"unwanted Unsent":                   "keyed",
		"eventCame Unsent":                  "keyed",
		"wanted Off":                        "unwant, opened, want",
		"eventCame Off":                     "opened, unwant, 10s, data",
		"eventCame Rejected":                "opened, rejected, 1s, data",
		"eventCame Ended":                   "opened, ack, ended, 1s, data",
		"rejected Subscribed":               "no ack", // see below
		"rejected SubscriptionStale":        "no ack",
		"unsubscribed Cancelling":           "opened, unwant, ended",
		"sentWithoutAck Queued":             "no ack",
		"sentWithoutAck Retrying":           "no ack",
		"unwanted Requested":                "acked", // see below
		"unwanted Retrying":                 "acked",
		"unwanted Unanswered":               "acked",
		"unwantedUnacked Live":              "opened, data, unwant",
		"unwantedUnacked SubscriptionStale": "opened, data, 30s, unwant",
		"acknowledged Rejected":             "by guess", // see below
		"eventCame Unconfirmed":             "opened, ack, unwant, 11s, data",
	}
	plainUnsubscribe := strings.Replace(driven, `{un: "${sid}"}`, `{un: "${symbol}"}`, 1)
	withoutAck := strings.Replace(plainUnsubscribe, `ack: {on: "${symbol}"}, save: {sid: id}, `, "", 1)
	for _, transition := range subscription.Transitions() {
		from, to := transition.From, transition.To
		name := transition.Cause + " " + goName(from)
		t.Run(name, func(t *testing.T) {
			text, path := driven, reach[from]
			if path != "" {
				path += ", "
			}
			path += steps[transition.Cause]
			switch way := special[name]; way {
			case "":
			case "label":
				text = strings.Replace(driven, "[A]", "[B]", 1)
				path = map[string]string{"wanted Label": "data", "staleDue Label": expected}[name]
				if path == "" {
					path = expected + ", 30s"
				}
				path = "opened, " + path + ", " + steps[transition.Cause]
			case "no ack":
				text = withoutAck
				if from == event.SubscriptionStale {
					text = strings.Replace(text, "stale: 30s", "stale: 2s", 1)
				}
				path = map[string]string{
					"rejected Subscribed": "opened, rejected", "sentWithoutAck Queued": "opened",
					"sentWithoutAck Retrying": "opened, rejected, 11s, lost, opened, 10s", "rejected SubscriptionStale": "opened, 2s, rejected",
				}[name]
			case "acked":
				text = plainUnsubscribe
			case "keyed": // its request needs what hello may bring
				text = strings.Replace(driven, `{sub: "${symbol}"}`, `{sub: "${symbol}", key: "${key}"}`, 1) + `    hello: [{wait: {hi: 1}, save: {key: key}}]` + "\n"
				path = map[string]string{
					"notSent Queued": reach[event.Unsent], "notSent Retrying": "opened, greeted, rejected, 11s, lost, opened, greeted without a key",
					"wanted Unsent": reach[event.Unsent] + ", lost, opened, greeted", "unwanted Unsent": reach[event.Unsent] + ", unwant", "eventCame Unsent": reach[event.Unsent] + ", data",
				}[name]
			case "by guess":
				text = strings.Replace(driven, `{no: "${symbol}"}`, `{no: "*"}`, 1)
			default:
				path = way
			}
			d := newSubscriptionDriver(t, text)
			var states []string
			for step := range strings.SplitSeq(path, ", ") {
				if step != "" {
					d.do(step)
				}
				states = append(states, step+": "+d.label("A").State.String())
			}
			// What is queued on an open connection is sent at once.
			if to == event.Queued && !transition.Lost {
				to = event.Requested
			}
			if got := d.label("A").State; got != to {
				t.Errorf("%s by %s is %s, want %s", from, transition.Cause, got, to)
			}
			if t.Failed() {
				t.Log(strings.Join(states, "\n"))
			}
		})
	}
	for _, path := range []string{
		"opened, ack, ack: subscribed",                  // an answer is taken once
		"opened, data, ack: live",                       // for what it saves
		"opened, data, ack, rejected: ended",            // a rejection of what is live ends it
		"opened, ack, unwant, data: unsubscribing",      // no answer to the unsubscribe
		"opened, unwant, data: unsubscribing",           // nor to the subscribe
		"opened, rejected, data: rejected",              // it was on its way
		"opened, rejected, want, data: pending",         // likewise, after asking again
		"opened, rejected, want, 1s, data: live",        // and this is the answer
		"opened, unsubscribed: pending",                 // nothing was given up
		"unwant, opened, ack: unsubscribed",             // nothing was asked for
		"opened, ack, 10s: subscribed",                  // what is answered is not due
		"opened, 10s, ack: subscribed",                  // a late answer
		"opened, 10s, 60s: without an answer",           // what was never live does not become stale
		"opened, ack, lost: pending, not asked for yet", // intent
		"opened, ack, ended, lost: ended",               // it is asked for again on the next connection, and until then its reason is shown
		"opened, ack, ended, lost, opened: pending",
		"opened, rejected, 5s, lost, opened: rejected", // the server hung up on it
		"opened, rejected, 5s, lost, opened, want: pending",
		"opened, rejected, 11s, lost, opened, 5s, lost, opened: rejected", // likewise, when it was asked for again
	} {
		t.Run(path, func(t *testing.T) {
			path, want, _ := strings.Cut(path, ": ")
			d := newSubscriptionDriver(t, strings.Replace(driven, `{un: "${sid}"}`, `{un: "${symbol}"}`, 1))
			for step := range strings.SplitSeq(path, ", ") {
				d.do(step)
			}
			if got := d.label("A").State.String(); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

// goName is the name of a state's constant.
func goName(s event.SubscriptionState) string {
	return [event.SubscriptionStates]string{"Label", "Off", "Queued", "Requested", "Retrying", "Unanswered", "Subscribed", "Live", "SubscriptionStale", "Rejected",
		"Ended", "Cancelling", "Unsubscribing", "Resubscribing", "Unconfirmed", "StillSent", "LabelStale", "Unsent"}[s]
}

// TestRejectedAreRetriedLast has two symbols that are rejected beside one that is not.
func TestRejectedAreRetriedLast(t *testing.T) {
	d := newSubscriptionDriver(t, strings.Replace(driven, "[A]", "[X, Y, A]", 1))
	d.do("opened")
	for _, answer := range []string{`{"no":"X"}`, `{"no":"Y"}`, `{"on":"A","id":1}`} {
		d.s.Receive(d.now, []byte(answer))
	}
	d.do("20s")
	d.do("lost")
	d.s.Orders()
	sent := func() string {
		var all []string
		for _, f := range d.s.Orders().Frames {
			all = append(all, string(f.Payload))
		}
		return strings.Join(all, " ")
	}
	d.do("opened")
	for i, want := range []string{`{"sub":"A"}`, `{"sub":"X"}`, `{"sub":"Y"}`, ""} {
		if got := sent(); got != want {
			t.Errorf("step %d: sent %s, want %s", i, got, want)
		}
		d.s.Receive(d.now, fmt.Appendf(nil, `{"on":"%s","id":%d}`, []string{"A", "X", "Y", "-"}[i], i))
	}
	for _, name := range []string{"X", "Y", "A"} {
		if l := d.label(name); l.State != event.Subscribed {
			t.Errorf("%+v", l)
		}
	}
}
