package event

// State is the state of a feed.
type State uint8

// The states of a feed. What is to be known of each stands in stateRecords.
const (
	Connecting   State = iota // dialling, or in the opening handshake
	Hello                     // connected, before the first subscribe
	Open                      // connected
	Stale                     // connected, but no subscription has fresh data
	MarketClosed              // connected, and by the preset's `hours` no data is to be expected
	Retry                     // waiting for the next attempt
	Closed                    // by the operator
	Failed                    // will not be tried again; Status.Reason says why

	States // how many states there are
)

// Condition is what a feed is like in a state, or was like for some time. A later one is worse.
type Condition uint8

// The conditions.
const (
	Unknown  Condition = iota // not started, waiting for its first connection, or the program did not run
	Resting                   // connected, while the market is closed
	Fresh                     // connected
	Outdated                  // connected, and without fresh data
	Down                      // not connected
)

// stateRecords are what is to be known of each state.
var stateRecords = [States]struct {
	word      string
	connected bool
	ready     bool
	final     bool
	condition Condition
	urgency   int
}{
	Connecting:   {word: "CONNECTING", urgency: 2},
	Hello:        {word: "HELLO", connected: true, urgency: 2},
	Open:         {word: "OPEN", connected: true, ready: true, condition: Fresh, urgency: 5},
	Stale:        {word: "STALE", connected: true, ready: true, condition: Outdated, urgency: 3},
	MarketClosed: {word: "MARKET CLOSED", connected: true, ready: true, condition: Resting, urgency: 6},
	Retry:        {word: "RETRY", condition: Down, urgency: 1},
	Closed:       {word: "CLOSED", final: true, condition: Down, urgency: 7},
	Failed:       {word: "FAILED", final: true, condition: Down, urgency: 0},
}

// String returns the word that the screen shows.
func (s State) String() string { return stateRecords[s].word }

// Connected reports whether there is a connection.
func (s State) Connected() bool { return stateRecords[s].connected }

// Ready reports whether there is a connection on which subscriptions can be asked for: hello is over.
func (s State) Ready() bool { return stateRecords[s].ready }

// Final reports whether there is no other attempt before the operator wants one.
func (s State) Final() bool { return stateRecords[s].final }

// Condition returns what a feed is like in it; Unknown in those of an attempt, which may be the first.
func (s State) Condition() Condition { return stateRecords[s].condition }

// Urgency returns how much a feed in it wants an operator: the less, the more.
func (s State) Urgency() int { return stateRecords[s].urgency }

// StateOf returns the state of a word, as String returns it.
func StateOf(word string) (s State, known bool) {
	for s := range States {
		if s.String() == word {
			return s, true
		}
	}
	return 0, false
}
