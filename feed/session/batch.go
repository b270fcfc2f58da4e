package session

import "time"

// Batch is what happened on a feed between two moments: messages for the log, points and candles for the
// charts, counts, and the state at its end. It is immutable once taken from a session, owns its bytes, and
// may be held by any number of readers.
type Batch struct {
	Chunks  []*Chunk // the log rows, oldest first
	Points  []Point
	Ends    []EndOfValue // of values, in the order in which they came; see Values
	Candles []Candle     // at most one entry for a run of updates to one candle
	Touches []Touch      // the rows that had events, once each
	Counts  Counts
	Lags    Lags
	Status  Status
	Rows    []Row // every row, by number; shared between batches until one changes
	Largest int64 // bytes of the largest message of Counts.In
}

// Chunk is a run of log rows with the bytes they refer to.
type Chunk struct {
	Slab     []byte
	Messages []Message
	notes    int // rows that are not messages of the server
}

// Inbound returns how many of the rows are messages of the server.
func (c *Chunk) Inbound() int { return len(c.Messages) - c.notes }

// Payload returns the raw bytes of a message of this chunk. They are not sanitised.
func (c *Chunk) Payload(m *Message) []byte { return c.Slab[m.offset : m.offset+m.size] }

// Text returns what the log shows of a message: the preset's `text` where it has one, else the payload.
func (c *Chunk) Text(m *Message) []byte {
	if m.textSize > 0 {
		return c.Slab[m.offset+m.size : m.offset+m.size+m.textSize]
	}
	return c.Payload(m)
}

// NoteChunk returns a chunk with one row of our own, for a reader who has something to say in its log.
func NoteChunk(at time.Time, kind Kind, text string) *Chunk {
	return &Chunk{
		Slab:     []byte(text),
		Messages: []Message{{At: at.UnixNano(), size: uint32(len(text)), Row: NoRow, Kind: kind}},
		notes:    1,
	}
}

// Append copies the rows of o behind those of c, which must not be shared.
func (c *Chunk) Append(o *Chunk) {
	shift := uint32(len(c.Slab))
	c.Slab = append(c.Slab, o.Slab...)
	c.notes += o.notes
	for _, m := range o.Messages {
		m.offset += shift
		c.Messages = append(c.Messages, m)
	}
}

// Bytes returns the memory that the chunk keeps alive.
func (c *Chunk) Bytes() int64 { return int64(cap(c.Slab)) + int64(cap(c.Messages))*messageBytes }

// messageBytes is the size of a Message in memory.
const messageBytes = 40

// Kind says what a log row is.
type Kind uint8

// The kinds of log rows. The first three are messages from the server and are counted in the balance; the
// rest is what Sockeye itself did or noticed.
const (
	Event     Kind = iota // matched a rule of `events`
	Control               // an ack, a rejection, a status, something that we answer
	Unmatched             // matched nothing: shown, never an error
	Sent                  // what we sent; secrets are already •••
	Notice                // connecting, open, subscribed, live again
	Trouble               // refused, lost, rejected, stale
	Gap                   // a hole in a sequence
	Heartbeat             // a heartbeat, where they are wanted in the log; not part of the log's count
	Alert                 // an alert was raised or is over; only the reader of a log has them
)

// Inbound reports whether the row is a message from the server.
func (k Kind) Inbound() bool { return k <= Unmatched }

// Message is one row of the log. Its bytes are in the slab of its chunk.
type Message struct {
	At       int64 // receipt, Unix nanoseconds
	Time     int64 // the feed's own time, Unix nanoseconds; 0 where it gives none
	offset   uint32
	size     uint32
	textSize uint32
	Row      int32 // the row that it belongs to, or NoRow
	Kind     Kind
}

// NoRow is the row number of what belongs to no row.
const NoRow = -1

// Point is one number at one time.
type Point struct {
	At       int64 // the feed's time, else receipt; Unix nanoseconds
	Value    float64
	Row      int32
	Field    uint8 // index into the feed's fields
	Decimals int8  // digits after the point as the feed wrote them; -1 where it used an exponent
}

// Candle is the state of one candle. Begin or End is 0 where the feed gives only the other; Volume is NaN
// where it gives none. Times are Unix nanoseconds.
type Candle struct {
	Begin, End                     int64
	Open, High, Low, Close, Volume float64
	Row                            int32
	Decimals                       int8
	Closed                         bool
}

// Touch says that a row had events.
type Touch struct {
	Row    int32
	Events int   // without history
	At     int64 // receipt of the last one, Unix nanoseconds
}

// Counts are what arrived. In = Log + Heartbeats + Dropped holds in every batch, and so in every sum.
type Counts struct {
	In         int64 // messages
	Log        int64 // messages that are in Chunks
	Heartbeats int64
	Dropped    int64 // messages whose rows were merged away because the reader of the batches was too slow
	Unmatched  int64 // of In
	Events     int64 // records that rules of `events` matched, each once for a label; one message can hold several
	Bytes      int64 // payload bytes of In
	Gaps       int64 // holes that were found in sequences
	Filled     int64 // of Gaps, those of which every message came late after all
}

// Missing returns how many holes in sequences there still are.
func (c *Counts) Missing() int64 { return c.Gaps - c.Filled }

// Add adds o to c.
func (c *Counts) Add(o Counts) {
	c.In += o.In
	c.Log += o.Log
	c.Heartbeats += o.Heartbeats
	c.Dropped += o.Dropped
	c.Unmatched += o.Unmatched
	c.Events += o.Events
	c.Bytes += o.Bytes
	c.Gaps += o.Gaps
	c.Filled += o.Filled
}

// State is the state of a feed.
type State uint8

// The states of a feed.
const (
	Connecting State = iota // dialling, or shaking hands
	Hello                   // connected, before the first subscribe
	Open                    // connected
	Stale                   // connected, but no subscription has fresh data
	Retry                   // waiting for the next attempt
	Closed                  // by the operator
	Failed                  // will not be tried again; Status.Reason says why
)

var stateWords = [...]string{"CONNECTING", "HELLO", "OPEN", "STALE", "RETRY", "CLOSED", "FAILED"}

// String returns the word that the screen shows.
func (s State) String() string { return stateWords[s] }

// Connected reports whether there is a connection.
func (s State) Connected() bool { return s == Hello || s == Open || s == Stale }

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

// Row is a subscription or a label. Its number is its place in Batch.Rows and never changes.
type Row struct {
	Symbol string // what it is subscribed by; "" for a label that came along
	Label  string // what it is called, mostly the same; from the network: not sanitised
	Unit   string // likewise
	Reason string // likewise
	State  RowState
	Since  time.Time // when State began
}
