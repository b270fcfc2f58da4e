// Package preset says what a feed is. It holds the schema of an entry of `presets:`. Package
// yamldoc reads the file that it stands in, strictly and with positions, and package lang has the
// small languages inside it.
//
// A preset is data. Nothing here opens a connection, reads a clock or depends on a message: the
// package turns text into checked values, and a preset plus its environment into a [Bound]
// one that a session can run. Reading the environment, through [Env], is the only I/O.
package preset

import (
	"regexp"
	"time"

	"sockeye/feed/alertrule"
	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// Preset is one entry under `presets:`, validated: a table of data, with a field for each of its keys. Its templates are not
// filled in yet; [Preset.Bind] does that. A Preset is read-only after loading and may be shared between goroutines.
type Preset struct {
	Name        string
	Description string
	Position    yamldoc.Position // of the entry's name

	URL            lang.Template
	Headers        []Header // in the order written
	Subprotocols   []string
	Compression    bool          // offer permessage-deflate
	TLS            TLS           // of wss:// addresses
	Proxy          lang.Template // http:// or socks5:// address; zero: from the environment
	ConnectTimeout time.Duration // from dial to the end of hello; 10s by default
	MaxFrame       int64         // bytes after decompression; 16 MiB by default

	Params []Param // in the order written; `symbols` among them when the preset has it

	Frames      Frames
	Hello       []HelloStep  // before anything is subscribed, on every connection
	Subscribe   *Subscribe   // nil: the feed sends without being asked
	Unsubscribe *Unsubscribe // nil: what is subscribed stays subscribed
	Reply       []Reply
	Keepalive   *Keepalive // nil: nothing is sent without cause
	Heartbeat   lang.Match
	Status      lang.Match
	Events      []Event

	Silence   time.Duration // no frame for so long: the connection is dead; 0 is off
	Stale     []StaleRule   // what no rule is about is judged by its learned rhythm, see feed/freshness
	First     time.Duration // how long a subscription may be live without its first event; 0 is learned from freshness.First on
	Hours     []Hours       // of the market; none: it never closes
	Quiet     []Hours       // when alerts are held back
	Answer    time.Duration // a subscribe message without an answer or data for so long is reported; 10s by default, 0 is never
	Rate      float64       // messages a second that we send at most; 0 is unlimited
	Reconnect Reconnect
	Sequence  *Sequence // nil: the feed does not number its messages
	Limits    Limits
	Alerts    []alertrule.Rule // what an operator is notified of
	Tokens    []lang.Path      // places of messages whose text is not recorded

	text               string             // the entry as it stands in its file, see Preset.YAML
	src                *yamldoc.Source    // the file, for what Bind finds wrong
	refs               []reference        // what Bind must read before anything runs
	urlLine, urlColumn int                // where URL stands
	alertPlaces        []yamldoc.Position // where each of Alerts names its command, or begins

	proxyLine, proxyColumn int // where Proxy stands
}

// TLS says how a server proves who it is, and how we do. Files are PEM; the zero value is what a browser does.
type TLS struct {
	CA         string // file of the authorities to trust instead of the system's
	Cert, Key  string // files of our own certificate; both or none
	ServerName string // the name that the certificate must have, if it is not the host's
	Insecure   bool   // nothing is verified, and the screen says so
}

// Frames says what has to be done to a frame before it is a message.
type Frames struct {
	Split      string         // separates the messages of one frame; "" is none
	End        string         // ends every message that we send; "" is none
	Prefix     *regexp.Regexp // what comes before the JSON: its first group becomes `$prefix`, the rest `$body`; nil is none
	JSONIn     []lang.Path    // places whose text is JSON itself, and is decoded if it is an object or a list
	Decompress string         // gzip, zlib or zstd; "" is none
}

// HelloStep is one step of hello: a message of ours, or one of the server's to wait for.
type HelloStep struct {
	Send *lang.Template // nil: wait
	Wait lang.Match
	Save []Saved    // from the message that Wait matched
	Fail lang.Match // the feed is FAILED
}

// Saved is a value that a message brings and that placeholders can use afterwards, until the connection ends.
type Saved struct {
	Name string
	Path lang.Path
}

// Sequence says how a feed numbers its messages. Of Step, Prev and From at most one is set; with none of them the
// numbers must only increase.
type Sequence struct {
	Match    lang.Match // which messages are numbered; empty: all that have At
	At       lang.Path
	Step     int64      // each number is this much more than the one before; 0 is none
	Prev     *lang.Path // the number of the message before
	From     *lang.Path // the first number of the range that the message covers, of which At is the last
	PerLabel bool       // each label counts on its own, else the connection does
}

// Resume puts a value of the last message into the address of the next connection.
type Resume struct {
	Query string // name in the query of the URL
	From  lang.Path
}

// Header is one HTTP header of the handshake.
type Header struct {
	Name         string
	Value        lang.Template
	line, column int
}

// Param is a named value that templates can use and the command line can replace.
type Param struct {
	Name  string
	Value lang.Template
}

// Subscribe says how a subscription is asked for and how its answer is recognised.
// Ack, Fail and Ended are tried for each subscription, with its `symbol`, `id` and the params in scope.
type Subscribe struct {
	Item   *lang.Template // the element that `${items}` lists, one a symbol
	Send   lang.Template
	Ack    lang.Match // empty: live as soon as it is sent
	Fail   lang.Match
	Reason *lang.Path // the text of a rejection in the message that Fail matched
	Ended  lang.Match
	Save   []Saved // from the ack, while it is pending; named by the subscription's own placeholders
	Batch  int     // symbols in one request at most; 0 is all
	Limit  int     // subscriptions on one connection at most; 0 is no limit
}

// Unsubscribe says how a subscription is ended.
type Unsubscribe struct {
	Send lang.Template
	Ack  lang.Match
}

// Reply answers a message of the server.
type Reply struct {
	Match lang.Match
	Send  lang.Template
}

// Keepalive is what we send so that the server, or something in between, does not hang up.
type Keepalive struct {
	Send  *lang.Template // nil: a WebSocket ping
	Every time.Duration  // since the last keepalive; 0 when Idle is set
	Idle  time.Duration  // since anything was sent; 0 when Every is set
}

// Reconnect is the back-off between two attempts, and what ends them.
type Reconnect struct {
	Min, Max time.Duration // 500ms and 15s by default
	Stop     []CodeRange   // close codes after which the feed is FAILED
	Match    lang.Match    // messages that ask us to connect anew
	URL      *lang.Path    // where such a message names the address to go to
	Hosts    []string      // wildcards of other hosts that may have our secrets, see [Bound.Own]
	MaxAge   time.Duration // a connection is made anew when it is so old; 0 is off
	Resume   *Resume
}

// CodeRange is a range of WebSocket close codes (RFC 6455, section 7.4), both ends included.
type CodeRange struct{ From, To int }

// Limits bound what one feed may make us keep.
type Limits struct {
	Series int // rows that are charted; 256 by default
	Labels int // rows of the watchlist; 1024 by default
}

// Event is a rule by which points and candles are extracted from messages.
type Event struct {
	Match  lang.Match     // empty: Sub decides alone
	Sub    []Route        // finds the subscription that the message belongs to; empty: its label does
	Each   *lang.Path     // the records of the message; nil: the message is the record
	Where  lang.Match     // keeps some of the records; its paths start at the record; empty: all
	Keep   []string       // wildcards of the labels that become rows, see Keeps; empty: all
	Label  PathOrText     // zero: the symbol of the subscription, else the preset's name
	Time   *lang.Path     // nil: the time of receipt
	Zone   *time.Location // of times that are written without one; nil is UTC
	Unit   PathOrText     // zero: none
	Text   PathOrText     // what the log shows instead of the raw message
	Values []ValuePath    // the first one is the row's last value; empty when OHLC is set
	OHLC   *OHLC
	Whole  bool // a record has all of its values: one that is missing is no value, and not one that has not changed
	Stop   bool // the rules after this one are not tried on a message that it matches
}

// Route is one part of the key by which a message finds its subscription: what is at Path must be what Key gives in
// the scope of the subscription.
type Route struct {
	Path lang.Path
	Key  lang.Template
}

// ValuePath is one named number of a record. The name is `value` where the preset gives none.
type ValuePath struct {
	Name string
	Path lang.Path
}

// OHLC says where a candle's parts are. Open, High, Low and Close are always set, the rest may be nil;
// one of Begin and End is set, and is the candle's key together with the label.
type OHLC struct {
	Open, High, Low, Close lang.Path
	Volume                 *lang.Path
	Begin, End             *lang.Path
	Closed                 *lang.Path
}

// PathOrText is a place in the message, or a text with placeholders. The zero value is neither.
type PathOrText struct {
	Path *lang.Path
	Text *lang.Template
}

// IsZero reports whether the preset says nothing here.
func (p PathOrText) IsZero() bool { return p.Path == nil && p.Text == nil }
