// Package preset says what a feed is. It holds the preset language: the schema of the
// configuration file, its strict loading with positions, and the small languages inside it
// (paths, matchers, templates).
//
// A preset is data. Nothing here opens a connection, reads a clock or knows a message: the
// package turns text into checked values, and a preset plus its environment into a [Bound]
// one that a session can run. Reading the configuration file and, through [Env], the
// environment is the only I/O.
package preset

import "time"

// Preset is one entry under `presets:`, validated. Its templates are not filled in yet; [Preset.Bind]
// does that. A Preset is read-only after loading and may be shared between goroutines.
type Preset struct {
	Name        string
	Description string
	Position    Position // of the entry's name

	URL            Template
	Headers        []Header // in the order written
	Subprotocols   []string
	Compression    bool          // offer permessage-deflate
	ConnectTimeout time.Duration // from dial to the end of hello; 10s by default
	MaxFrame       int64         // bytes after decompression; 16 MiB by default

	Params []Param // in the order written; `symbols` among them when the preset has it

	Subscribe   *Subscribe   // nil: the feed talks without being asked
	Unsubscribe *Unsubscribe // nil: what is subscribed stays subscribed
	Reply       []Reply
	Keepalive   *Keepalive // nil: nothing is sent without cause
	Heartbeat   Match
	Status      Match
	Events      []Event

	Silence   time.Duration // no frame for so long: the connection is dead; 0 is off
	Stale     time.Duration // no event on a subscription for so long: it is stale; 0 is off
	Rate      float64       // messages a second that we send at most; 0 is unlimited
	Reconnect Reconnect
	Limits    Limits

	text               string      // the entry as it stands in its file, for Config.YAML
	src                *source     // the file, for what Bind finds wrong
	urlLine, urlColumn int         // where URL stands
	refs               []reference // what Bind must read before anything runs
}

// Header is one HTTP header of the handshake.
type Header struct {
	Name         string
	Value        Template
	line, column int
}

// Param is a named value that templates can use and the command line can replace.
type Param struct {
	Name  string
	Value Template
}

// Subscribe says how a subscription is asked for and how its answer is recognised.
// Ack, Fail and Ended are tried for each subscription, with its `symbol`, `id` and the params in scope.
type Subscribe struct {
	Item   *Template // the element that `${items}` lists, one a symbol
	Send   Template
	Ack    Match // empty: live as soon as it is sent
	Fail   Match
	Reason *Path // the text of a rejection in the message that Fail matched
	Ended  Match
	Batch  int // symbols in one request at most; 0 is all
	Limit  int // subscriptions on one connection at most; 0 is no limit
}

// Unsubscribe says how a subscription is given up.
type Unsubscribe struct {
	Send Template
	Ack  Match
}

// Reply answers a message of the server.
type Reply struct {
	Match Match
	Send  Template
}

// Keepalive is what we send so that the server, or something in between, does not hang up.
type Keepalive struct {
	Send  *Template     // nil: a WebSocket ping
	Every time.Duration // since the last keepalive; 0 when Idle is set
	Idle  time.Duration // since anything was sent; 0 when Every is set
}

// Reconnect is the back-off between two attempts, and what ends them.
type Reconnect struct {
	Min, Max time.Duration // 500ms and 30s by default
	Stop     []CodeRange   // close codes after which the feed is FAILED
}

// CodeRange is a range of WebSocket close codes (RFC 6455, section 7.4), both ends included.
type CodeRange struct{ From, To int }

// Limits bound what one feed may make us keep.
type Limits struct {
	Series int // rows that are charted; 256 by default
	Labels int // rows of the watchlist; 1024 by default
}

// Event is a rule that takes messages apart into points and candles.
type Event struct {
	Match  Match
	Each   *Path       // the records of the message; nil: the message is the record
	Label  PathOrText  // zero: the symbol of the subscription, else the preset's name
	Time   *Path       // nil: the time of receipt
	Unit   PathOrText  // zero: none
	Text   PathOrText  // what the log shows instead of the raw message
	Values []ValuePath // the first one is the row's last value; empty when OHLC is set
	OHLC   *OHLC
}

// ValuePath is one named number of a record. The name is `value` where the preset gives none.
type ValuePath struct {
	Name string
	Path Path
}

// OHLC says where a candle's parts are. Open, High, Low and Close are always set, the rest may be nil;
// one of Begin and End is set, and is the candle's key together with the label.
type OHLC struct {
	Open, High, Low, Close Path
	Volume                 *Path
	Begin, End             *Path
	Closed                 *Path
}

// PathOrText is a place in the message, or a text with placeholders. The zero value is neither.
type PathOrText struct {
	Path *Path
	Text *Template
}

// IsZero reports whether the preset says nothing here.
func (p PathOrText) IsZero() bool { return p.Path == nil && p.Text == nil }
