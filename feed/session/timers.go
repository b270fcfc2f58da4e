package session

import (
	"sockeye/feed/event"
	"strconv"
	"time"
)

// healthy is how long a connection must have lasted for the back-off to begin anew.
const healthy = time.Minute

// Deadline returns when Tick is due next; zero when nothing is. It may be earlier than before only after
// Orders said Rearm.
func (s *Session) Deadline() time.Time {
	var next time.Time
	sooner := func(t time.Time) {
		if next.IsZero() || t.Before(next) {
			next = t
		}
	}
	switch s.status.State {
	case event.Connecting, event.Hello:
		if s.ending == "" {
			sooner(s.judged(s.dialled).Add(s.preset.ConnectTimeout))
		}
	case event.Retry:
		sooner(s.status.RetryAt)
	case event.Open, event.Stale:
		if s.ending != "" {
			break // hanging up: nothing else matters
		}
		if len(s.queue) > 0 {
			sooner(s.nextSend)
		}
		if s.preset.Reconnect.MaxAge > 0 {
			sooner(s.status.OpenedAt.Add(s.preset.Reconnect.MaxAge))
		}
		if t, ok := s.keepaliveDue(); ok {
			sooner(t)
		}
		if t, ok := s.silenceDue(); ok {
			sooner(t)
		}
		if due := s.waitsDue(); !due.IsZero() {
			sooner(due)
		}
		if !s.nextStale.IsZero() {
			sooner(s.nextStale)
		}
	}
	return next
}

// late is how much later than its Deadline a Tick can be before it is we who are to blame: this process was stopped, or
// its machine slept or had no time for it.
const late = 2 * time.Second

// Tick does what is due.
func (s *Session) Tick(now time.Time) {
	if due := s.Deadline(); !due.IsZero() && now.Sub(due) > late && s.attempt {
		s.awaken(now, now.Sub(due))
	}
	switch s.status.State {
	case event.Connecting, event.Hello:
		if s.ending == "" && !now.Before(s.judged(s.dialled).Add(s.preset.ConnectTimeout)) {
			s.hangUp(s.noAnswer() + " within " + rounded(s.preset.ConnectTimeout) + " (connect_timeout)")
		}
	case event.Retry:
		if !now.Before(s.status.RetryAt) {
			s.dial(now)
		}
	case event.Open, event.Stale:
		if s.ending == "" {
			s.watch(now)
		}
	}
}

// awaken begins to judge the server anew after a time in which we did not run: what it has sent meanwhile may still wait
// to be read.
func (s *Session) awaken(now time.Time, gap time.Duration) {
	s.note(now, event.Notice, event.NoLabel, "nothing ran here for "+rounded(gap)+" or more: silence, stale and answers count from now")
	s.awake, s.pingWaiting = now, false
	s.restartWaits(now)
}

// judged returns from when the server is judged by what has not come since t.
func (s *Session) judged(t time.Time) time.Time {
	if s.awake.After(t) {
		return s.awake
	}
	return t
}

// watch looks after an open connection: is it alive, is its data fresh, is something to be sent.
func (s *Session) watch(now time.Time) {
	if t, ok := s.silenceDue(); ok && !now.Before(t) {
		s.hangUp("nothing received for " + rounded(s.preset.Silence) + " (silence): the connection is dead")
		return
	}
	if age := s.preset.Reconnect.MaxAge; age > 0 && !now.Before(s.status.OpenedAt.Add(age)) {
		s.hangUp("the connection is " + rounded(age) + " old (max_age)")
		return
	}
	if t, ok := s.keepaliveDue(); ok && !now.Before(t) {
		if s.pingWaiting {
			s.hangUp("our ping was not answered: the connection is dead")
			return
		}
		s.lastKeep, s.lastSent = now, now // also where it cannot be sent: it is not due again at once
		if send := s.preset.Keepalive.Send; send != nil {
			s.send(now, *send, &scope{}, event.NoLabel)
		} else {
			s.orders.Ping, s.pingWaiting = true, true
		}
	}
	s.flush(now)
	s.expireWaits(now)
	s.findStale(now)
	s.retryRejected(now)
}

func (s *Session) keepaliveDue() (time.Time, bool) {
	k := s.preset.Keepalive
	switch {
	case k == nil:
		return time.Time{}, false
	case k.Every > 0:
		return s.lastKeep.Add(k.Every), true
	}
	return s.lastSent.Add(k.Idle), true
}

// awaiting reports whether something is asked for or live, so that the server has a reason to say something.
func (s *Session) awaiting() bool {
	for state, n := range s.count {
		if n > 0 && expects(event.SubscriptionState(state)) {
			return true
		}
	}
	return false
}

// silenceDue returns when the connection counts as dead. With `subscribe`, silence runs from the first
// request, and only while something is asked for or live: some servers say nothing before.
func (s *Session) silenceDue() (time.Time, bool) {
	if s.preset.Silence <= 0 {
		return time.Time{}, false
	}
	from := s.status.LastFrame
	if s.preset.Subscribe != nil {
		if s.watchedFrom.IsZero() {
			return time.Time{}, false
		}
		if s.watchedFrom.After(from) {
			from = s.watchedFrom
		}
	}
	return s.judged(from).Add(s.preset.Silence), true
}

// staleFrom arranges for the moment when a subscription that is live goes stale, if nothing comes after t.
func (s *Session) staleFrom(r *row, t time.Time) {
	if due := t.Add(r.staleAfter); r.staleAfter > 0 && (s.nextStale.IsZero() || due.Before(s.nextStale)) {
		s.nextStale = due
	}
}

// findStale marks the subscriptions whose data has stopped.
func (s *Session) findStale(now time.Time) {
	if s.nextStale.IsZero() || now.Before(s.nextStale) {
		return
	}
	s.nextStale = time.Time{}
	var after []time.Duration // in the order found
	stale := map[time.Duration][]string{}
	for n := range s.rows {
		r := &s.rows[n]
		if r.State != event.Live && r.State != event.Subscribed || r.staleAfter == 0 {
			continue
		}
		if last := s.judged(r.lastSign()); now.Before(last.Add(r.staleAfter)) {
			s.staleFrom(r, last)
			continue
		}
		s.move(now, int32(n), staleDue, "")
		if stale[r.staleAfter] == nil {
			after = append(after, r.staleAfter)
		}
		stale[r.staleAfter] = append(stale[r.staleAfter], r.Name)
	}
	if len(stale) == 0 {
		return
	}
	heartbeat := "no heartbeat yet"
	if !s.status.LastBeat.IsZero() {
		heartbeat = "heartbeat " + rounded(now.Sub(s.status.LastBeat)) + " ago"
	}
	for _, d := range after {
		s.note(now, event.Trouble, event.NoLabel, "stale: no data for "+rounded(d)+" on "+listed(stale[d])+"; "+heartbeat)
	}
	s.refresh(now)
}

// refresh decides between OPEN and STALE: a feed is stale when it has stale subscriptions and no fresh one.
func (s *Session) refresh(now time.Time) {
	state := s.status.State
	switch stale := s.count[event.SubscriptionStale] > 0 && s.count[event.Live] == 0; {
	case stale && state == event.Open:
		s.setState(now, event.Stale, "")
	case !stale && state == event.Stale:
		s.setState(now, event.Open, "")
	}
}

// maxRetryAfter bounds for how long a server may have a client wait: a feed that pauses for a day is of no use to an operator.
const maxRetryAfter = time.Hour

// isRestart reports whether a close code says that the server restarts (1012) or has too much to do (1013): the first
// wait is long, so that not all of its clients come back at once. The codes are in IANA's registry of RFC 6455.
func isRestart(code int) bool { return code == 1012 || code == 1013 }

// retry waits before the next attempt, longer each time and by chance: min + rand(0, min(max, min·2ⁿ) − min). Three things
// that a server can say come before that: that it restarts or is overloaded, that a client is to wait for some time (RFC 9110, section 10.2.3), and that
// it does not let us in; asked again and again it would lock the account or ban the address, so n is large then.
// Nothing that a server answers is final, unless the preset says so: during maintenance, servers answer anything.
func (s *Session) retry(now time.Time, reason string, end End) {
	back := s.preset.Reconnect
	most := back.Max
	if n := s.failures; !end.Rejected && !isRestart(end.Code) && n < 32 && back.Min<<n < back.Max && back.Min<<n > 0 {
		most = back.Min << n
	}
	wait := back.Min
	if isRestart(end.Code) {
		wait = max(back.Min, most/2)
	}
	if spread := most - wait; spread > 0 {
		wait += s.random(spread)
	}
	why := ""
	if after := min(end.RetryAfter, maxRetryAfter); after > wait {
		wait, why = after, ", as the server asks"
		if end.RetryAfter > maxRetryAfter {
			why = "; the server asks for " + rounded(end.RetryAfter)
		}
	}
	s.failures++
	s.setState(now, event.Retry, reason)
	s.status.RetryAt = now.Add(wait)
	s.note(now, event.Notice, event.NoLabel, "retry "+strconv.Itoa(s.failures)+" in "+rounded(wait)+why)
}

// Reconnect gives up the connection, if there is one, and dials the preset's own address at once.
func (s *Session) Reconnect(now time.Time) {
	s.failures, s.moved = 0, ""
	if !s.attempt {
		s.dial(now)
		return
	}
	if state := s.status.State; state == event.Closed || state == event.Failed { // it still says goodbye, and Close means the next one
		s.setState(now, event.Connecting, "")
	}
	s.redial = true
	s.hangUp("reconnecting, as the operator asked")
}

// Close gives the connection up until Reconnect.
func (s *Session) Close(now time.Time) {
	if s.status.State == event.Closed {
		return
	}
	s.redial = false
	s.setState(now, event.Closed, "closed by the operator")
	s.note(now, event.Notice, event.NoLabel, "closed by the operator; R opens it again")
	if s.attempt {
		s.hangUp("closed by the operator")
	}
}
