package session

import (
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
)

// timer is something that happens when no message and no operator causes it. A new one is a line in [allTimers].
type timer struct {
	due  func() time.Time    // when; zero: not at all, as things are
	fire func(now time.Time) // what happens then
}

// allTimers lists all timers of a session. Those that are due together happen in this order; one that hangs up stops
// those after it, since nothing is due on a connection that is ending.
func allTimers(s *Session) []timer {
	return []timer{
		{s.liveness.connectDue, func(time.Time) { s.conn.hangUp(s.conn.overdue(), s.hello.noAnswer()+s.liveness.connectTimeout()) }},
		{s.conn.retryDue, s.dial},
		{s.liveness.silenceDue, s.liveness.silent},
		{s.liveness.maxAgeDue, s.liveness.tooOld},
		{s.liveness.keepaliveDue, s.liveness.keepalive},
		{s.outbox.due, s.outbox.Flush},
		{s.subs.Overdue().AnswersDue, s.subs.Overdue().ExpireAnswers},
		{s.subs.Overdue().UnsubscribesDue, s.subs.Overdue().ExpireUnsubscribes},
		{s.clocks.due, s.clocks.judge},
	}
}

// Timeless leaves of all timers only the pace of what is sent and, if they are wanted, keepalives: for one who plays a
// conversation of which the times are not known, so that nothing in it is late, silent, stale or old.
func (s *Session) Timeless(keepalives bool) {
	s.timers.list = []timer{{s.outbox.due, s.outbox.Flush}}
	if keepalives {
		s.timers.list = append(s.timers.list, timer{s.liveness.keepaliveDue, s.liveness.keepalive})
	}
}

// timers is the list of what is due at a time.
type timers struct {
	list    []timer
	changed bool      // one of them may be due earlier than before
	awake   time.Time // when we came back from a time in which nothing ran; zero without
}

// deadline returns when the first one is due; zero when none is.
func (t *timers) deadline() (next time.Time) {
	for i := range t.list {
		if due := t.list[i].due(); !due.IsZero() && (next.IsZero() || due.Before(next)) {
			next = due
		}
	}
	return next
}

// fire has happen what is due.
func (t *timers) fire(now time.Time) {
	for i := range t.list {
		if due := t.list[i].due(); !due.IsZero() && !now.Before(due) {
			t.list[i].fire(now)
		}
	}
}

// judged returns from when the server is judged by what has not come since at.
func (t *timers) judged(at time.Time) time.Time {
	if t.awake.After(at) {
		return t.awake
	}
	return at
}

// Deadline returns when Tick is due next; zero when nothing is. It may be earlier than before only after
// Orders said Rearm.
func (s *Session) Deadline() time.Time { return s.timers.deadline() }

// late is how much later than its Deadline a Tick can be before the cause is on this side: this process was stopped, or
// its machine slept or had no time for it.
const late = 2 * time.Second

// Tick does what is due.
func (s *Session) Tick(now time.Time) {
	if due := s.timers.deadline(); !due.IsZero() && now.Sub(due) > late && s.conn.attempt {
		s.awaken(now, now.Sub(due))
	}
	s.timers.fire(now)
	s.subs.RetryRejected(now)
}

// awaken begins to judge the server anew after a time in which we did not run: what it has sent meanwhile may still wait
// to be read.
func (s *Session) awaken(now time.Time, gap time.Duration) {
	s.log.Note(now, event.Notice, event.NoLabel, "nothing ran here for "+format.Elapsed(gap)+" or more: silence, stale and answers count from now")
	s.Held(now)
	s.subs.Overdue().Restart(now)
	s.clocks.resume(now)
}

// Held says that what the server has sent may not have been read up to now: whether the connection is dead is judged by what comes from
// now on.
func (s *Session) Held(now time.Time) { s.timers.awake, s.liveness.pingWaiting = now, false }
