package event

import "time"

// StateChange is a change of a feed's state.
type StateChange struct {
	State   State
	At      time.Time
	Reason  string    // why Retry, Closed or Failed; from the network: not sanitised
	RetryAt time.Time // in Retry
}

// change is how the state of a status has begun.
func (s *Status) change() StateChange { return StateChange{s.State, s.Since, s.Reason, s.RetryAt} }

// isAt reports whether a change has led to the state of a status.
func (c *StateChange) isAt(s *Status) bool { return c.State == s.State && c.At.Equal(s.Since) }

// Status is the state of a feed at one moment. A zero time is "never".
type Status struct {
	State      State
	Since      time.Time // when State began
	Reason     string    // why Retry, Closed or Failed; from the network: not sanitised
	RetryAt    time.Time // in Retry
	Reconnects int       // connections made after the first
	OpenedAt   time.Time // when this connection was made; zero while there is none
	LastFrame  time.Time // anything at all, pings included: the transport is alive
	LastBeat   time.Time // an application heartbeat
	LastData   time.Time // an event
	Unsent     []string  // what was sent by hand on an earlier connection and not on this one, secrets as •••; immutable
	Untracked  int64     // events of labels that `limits.labels` or `keep` left out
}
