package session

import (
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
	case Connecting, Hello:
		if s.ending == "" {
			sooner(s.dialled.Add(s.preset.ConnectTimeout))
		}
	case Retry:
		sooner(s.status.RetryAt)
	case Open, Stale:
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
		if s.preset.Stale > 0 {
			for i := range s.rows {
				if r := &s.rows[i]; r.State == Live {
					sooner(r.lastHeard().Add(s.preset.Stale))
				}
			}
		}
	}
	return next
}

// Tick does what is due.
func (s *Session) Tick(now time.Time) {
	switch s.status.State {
	case Connecting, Hello:
		if s.ending == "" && !now.Before(s.dialled.Add(s.preset.ConnectTimeout)) {
			s.hangUp("no answer within " + rounded(s.preset.ConnectTimeout) + " (connect_timeout)")
		}
	case Retry:
		if !now.Before(s.status.RetryAt) {
			s.dial(now)
		}
	case Open, Stale:
		if s.ending == "" {
			s.watch(now)
		}
	}
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
			s.send(now, *send, &scope{}, NoRow)
		} else {
			s.orders.Ping, s.pingWaiting = true, true
		}
	}
	s.flush(now)
	s.findStale(now)
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

// silenceDue returns when the connection counts as dead. With `subscribe`, silence runs from the first
// request, and only while something is asked for or live: some servers say nothing before.
func (s *Session) silenceDue() (time.Time, bool) {
	if s.preset.Silence <= 0 {
		return time.Time{}, false
	}
	from := s.status.LastFrame
	if s.preset.Subscribe != nil {
		if s.watchedFrom.IsZero() || s.count[Pending]+s.count[Live]+s.count[RowStale] == 0 {
			return time.Time{}, false
		}
		if s.watchedFrom.After(from) {
			from = s.watchedFrom
		}
	}
	return from.Add(s.preset.Silence), true
}

// findStale marks the subscriptions whose data has stopped.
func (s *Session) findStale(now time.Time) {
	if s.preset.Stale <= 0 {
		return
	}
	var stale []string
	for n := range s.rows {
		r := &s.rows[n]
		if r.State == Live && !now.Before(r.lastHeard().Add(s.preset.Stale)) {
			s.set(int32(n), RowStale, "")
			stale = append(stale, r.Label)
		}
	}
	if len(stale) == 0 {
		return
	}
	heartbeat := "no heartbeat yet"
	if !s.status.LastBeat.IsZero() {
		heartbeat = "heartbeat " + rounded(now.Sub(s.status.LastBeat)) + " ago"
	}
	s.note(now, Trouble, NoRow, "stale: no data for "+rounded(s.preset.Stale)+" on "+listed(stale)+"; "+heartbeat)
	s.refresh(now)
}

// refresh decides between OPEN and STALE: a feed is stale when it has stale subscriptions and no fresh one.
func (s *Session) refresh(now time.Time) {
	state := s.status.State
	switch stale := s.count[RowStale] > 0 && s.count[Live] == 0; {
	case stale && state == Open:
		s.enter(now, Stale, "")
	case !stale && state == Stale:
		s.enter(now, Open, "")
	}
}

// retry waits before the next attempt, longer each time and by chance: min + rand(0, min(max, min·2ⁿ) − min).
func (s *Session) retry(now time.Time, reason string) {
	back := s.preset.Reconnect
	most := back.Max
	if n := s.failures; n < 32 && back.Min<<n < back.Max && back.Min<<n > 0 {
		most = back.Min << n
	}
	wait := back.Min
	if spread := most - back.Min; spread > 0 {
		wait += s.random(spread)
	}
	s.failures++
	s.enter(now, Retry, reason)
	s.status.RetryAt = now.Add(wait)
	s.note(now, Notice, NoRow, "retry "+strconv.Itoa(s.failures)+" in "+rounded(wait))
}

// Reconnect gives up the connection, if there is one, and dials at once.
func (s *Session) Reconnect(now time.Time) {
	s.failures = 0
	if !s.attempt {
		s.dial(now)
		return
	}
	s.redial = true
	s.hangUp("reconnecting, as the operator asked")
}

// Close gives the connection up until Reconnect.
func (s *Session) Close(now time.Time) {
	if s.status.State == Closed {
		return
	}
	s.redial = false
	s.enter(now, Closed, "closed by the operator")
	s.note(now, Notice, NoRow, "closed by the operator; R opens it again")
	if s.attempt {
		s.hangUp("closed by the operator")
	}
}
