package session

import (
	"slices"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/subscription"
)

// Replay plays a session what was recorded of another one.
type Replay struct{ s *Session }

// NewReplay has a session be played a recording: nothing is sent that Sent does not say, no attempt begins but with Redial, and
// whether a connection is alive is not judged. It is to be called before Start.
func NewReplay(s *Session) *Replay {
	s.conn.replayed, s.outbox.replayed = true, true
	overdue := s.subs.Overdue()
	s.timers.list = []timer{
		{overdue.AnswersDue, overdue.ExpireAnswers},
		{overdue.UnsubscribesDue, overdue.ExpireUnsubscribes},
		{func() time.Time { return ceil(s.clocks.due(), judgeEvery) }, s.clocks.judge},
	}
	return &Replay{s}
}

// judgeEvery is how often silence is judged at most: of 1,000 subscriptions, one is due every few milliseconds, which costs a live
// feed nothing, and a seek, which plays minutes, more than half of its time (BenchmarkSeek).
const judgeEvery = 200 * time.Millisecond

// ceil returns the first multiple of a duration since the Unix epoch that is not before a time; zero for zero. It is asked for each
// line of a recording: [time.Time.Truncate], which counts from the year 1, would be a tenth of the time of a replay.
func ceil(t time.Time, d time.Duration) time.Time {
	if t.IsZero() {
		return t
	}
	if over := t.UnixNano() % int64(d); over > 0 {
		return t.Add(d - time.Duration(over))
	} else if over < 0 { // before the epoch
		return t.Add(time.Duration(-over))
	}
	return t
}

// Number has labels have the numbers that they have in another session of the same preset. It is to be called before Start.
func (r *Replay) Number(as *Session) { r.s.labels.NumberAs(as.labels) }

// DialTo has attempts from now on go to an address that was recorded, without secrets: the preset's own may be another one now.
func (r *Replay) DialTo(shown string) { r.s.address.recorded = shown }

// outcome is what has followed the end of a connection or an attempt.
type outcome struct {
	wait   time.Duration // until the next attempt
	failed bool          // there was none
}

// LostThen is [Session.Lost], where what has followed is known: the next attempt after a time, or none. own says that the connection
// was given up on our side.
func (r *Replay) LostThen(now time.Time, end End, own bool, wait time.Duration, failed bool) {
	r.s.conn.then = outcome{wait, failed}
	if own && r.s.conn.ending == "" {
		r.s.conn.cause, r.s.conn.ending = event.OperatorAsked, end.Reason
	}
	r.s.Lost(now, end)
	r.s.conn.then = outcome{}
}

// Redial says that the next attempt has begun.
func (r *Replay) Redial(now time.Time) { r.s.dial(now) }

// HelloOver says that what follows hello has begun, whatever has come.
func (r *Replay) HelloOver(now time.Time) {
	if r.s.conn.status.State == event.Hello {
		r.s.open(now)
	}
}

// Sent says that a message was sent, with secrets as •••: its text, the symbols that it was about and its `${id}`, 0 without one.
func (r *Replay) Sent(now time.Time, text []byte, symbols []string, id int64) {
	var labels []int32
	for _, symbol := range r.s.labels.Symbols(symbols) {
		n, known := r.s.labels.Number(symbol)
		if !known || !r.s.labels.At(n).State.Wanted() && !r.s.outbox.waits(n) {
			n = r.s.subs.Want(now, symbol) // the one who had it sent wanted it
			r.s.outbox.Request(subscription.Subscribe, r.s.preset.Subscribe.Send, []int32{n})
		}
		labels = append(labels, n)
	}
	r.s.log.Note(now, event.Sent, onlyOne(labels), string(text))
	r.s.outbox.sent(now, labels, id)
}

// SentBefore says that what is wanted has been asked for, at a time of which nothing is known.
func (r *Replay) SentBefore(now time.Time) {
	for _, out := range slices.Clone(r.s.outbox.queue) {
		if !out.carriers {
			continue
		}
		id := int64(0)
		if out.send.Uses("id") {
			r.s.outbox.nextID++
			id = r.s.outbox.nextID
		}
		r.s.outbox.sent(now, out.labels, id)
	}
	r.s.outbox.queue = nil
}

// waits reports whether a message about a label is queued.
func (o *outbox) waits(n int32) bool {
	return slices.ContainsFunc(o.queue, func(out outgoing) bool { return slices.Contains(out.labels, n) })
}

// sent notes that the next message about labels was sent. What was asked for in one message then may be several now, or the other
// way round.
func (o *outbox) sent(now time.Time, labels []int32, id int64) {
	for i := 0; i < len(o.queue) && len(labels) > 0; i++ {
		out := &o.queue[i]
		var sent, left []int32
		for _, n := range out.labels {
			if slices.Contains(labels, n) {
				sent = append(sent, n)
			} else {
				left = append(left, n)
			}
		}
		if len(sent) == 0 {
			continue
		}
		if !out.carriers {
			o.queue = slices.Delete(o.queue, i, i+1)
			return // one of the other messages of a request
		}
		verb := out.verb
		if out.labels = left; len(left) == 0 {
			o.queue = slices.Delete(o.queue, i, i+1)
			i--
		}
		labels = slices.DeleteFunc(labels, func(n int32) bool { return slices.Contains(sent, n) })
		if due := o.subs.StillDue(verb, sent); len(due) > 0 {
			o.subs.Sent(now, verb, due, id)
		}
	}
}

// flushUnsent applies what is queued and needs no message.
func (o *outbox) flushUnsent(now time.Time) {
	for i := 0; i < len(o.queue); i++ {
		if out := o.queue[i]; out.send.IsZero() {
			o.queue = slices.Delete(o.queue, i, i+1)
			i--
			o.sendQueued(now, out)
		}
	}
}
