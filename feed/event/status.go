package event

import "time"

// State is the state of a feed.
type State uint8

// The states of a feed.
const (
	Connecting   State = iota // dialling, or shaking hands
	Hello                     // connected, before the first subscribe
	Open                      // connected
	Stale                     // connected, but no subscription has fresh data
	MarketClosed              // connected, and by the preset's `hours` no data is to be expected
	Retry                     // waiting for the next attempt
	Closed                    // by the operator
	Failed                    // will not be tried again; Status.Reason says why

	States // how many states there are
)

// stateRecords are what is to be known of each state.
var stateRecords = [States]struct {
	word      string
	connected bool
	ready     bool
}{
	Connecting:   {word: "CONNECTING"},
	Hello:        {word: "HELLO", connected: true},
	Open:         {word: "OPEN", connected: true, ready: true},
	Stale:        {word: "STALE", connected: true, ready: true},
	MarketClosed: {word: "MARKET CLOSED", connected: true, ready: true},
	Retry:        {word: "RETRY"},
	Closed:       {word: "CLOSED"},
	Failed:       {word: "FAILED"},
}

// String returns the word that the screen shows.
func (s State) String() string { return stateRecords[s].word }

// Connected reports whether there is a connection.
func (s State) Connected() bool { return stateRecords[s].connected }

// Ready reports whether there is a connection on which subscriptions can be asked for: hello is over.
func (s State) Ready() bool { return stateRecords[s].ready }

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
