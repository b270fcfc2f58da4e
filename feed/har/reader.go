// Package har reads and writes the WebSocket connections of HTTP archives, with which browsers and proxies save what they have
// seen: entries with `_webSocketMessages`, as Chrome, Playwright and mitmproxy write them.
//
// A [Reader] turns an archive into the lines of a recording, in the order of their time, whatever the order of the
// entries is. It reads the file twice, once to find the connections and once for each of them as they are due, and holds one
// message of each connection that is open: an archive may be larger than the memory. [Write] turns lines into an archive.
//
// There is no goroutine, no clock and no network here. What is in an archive is what its program has saved: it is not known what
// is secret in it.
package har

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sockeye/feed/recording"
)

// Ext is how the name of an archive ends.
const Ext = ".har"

// Is reports whether a file is an archive, by its name.
func Is(name string) bool { return strings.EqualFold(filepath.Ext(name), Ext) }

// Names says of which feed the connections to an address are, and what its preset says, as a recording has it. named is the
// feed that the archive itself names, which one of Sockeye does, else "". n is the number, from 1 on, among those that are open
// at the same time.
type Names func(address, named string, n int) (feed, preset string)

// Reader reads the connections of one archive. It belongs to one goroutine.
type Reader struct {
	name        string
	file        *os.File
	connections []*connection // by their start
	begun       int           // of connections
	open        []*cursor
	waiting     []recording.Line // to be returned before anything else
	line        recording.Line
	headed      map[string]bool // feeds that a first line was returned of
	damage      []error
	pending     error // where the archive ends within a value: it comes last
}

// What a message may have, and how many connections may be open at a time.
const (
	maxMessage = 64 << 20 // bytes
	maxOpen    = 256
)

// Open opens an archive. The error says what is wrong with it as a whole; that it has no WebSocket is one.
func Open(name string, names Names) (*Reader, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	r := &Reader{name: name, file: f, headed: make(map[string]bool)}
	if err := r.begin(names); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return r, nil
}

func (r *Reader) begin(names Names) error {
	found, entries, err := index(r.file, filepath.Dir(r.name))
	switch {
	case err != nil && len(found) == 0:
		if info, known := r.file.Stat(); known == nil && info.Size() == 0 {
			return errors.New("the file is empty")
		}
		return err
	case err != nil:
		r.pending = r.wrong(err)
	case len(found) == 0 && entries == 0:
		return errors.New("this HAR has no entries")
	case len(found) == 0:
		return fmt.Errorf("this HAR has no WebSocket among its %d entries", entries)
	}
	for _, c := range found {
		if c.first > 0 && (c.start == 0 || c.first < c.start) {
			c.start = c.first
		}
		c.last = max(c.last, c.start)
	}
	slices.SortStableFunc(found, func(a, b *connection) int { return int(min(max(a.start-b.start, math.MinInt32), math.MaxInt32)) })
	r.connections = found
	nameFeeds(found, names)
	return nil
}

// nameFeeds gives each connection its feed. Those to one address that follow each other are of one feed, and those that are
// open at the same time are not.
func nameFeeds(connections []*connection, names Names) {
	until := make(map[string][]int64) // by the address, and then by the number of the feed: when the last connection of it ends
	for _, c := range connections {
		ends := until[c.url]
		n := slices.IndexFunc(ends, func(end int64) bool { return end <= c.start })
		if n < 0 {
			n = len(ends)
			ends = append(ends, 0)
		}
		ends[n] = max(c.last, c.start+1)
		until[c.url] = ends
		if feed, preset := names(c.url, c.feed, n+1); feed != c.feed {
			c.feed, c.preset = feed, preset
		}
	}
	later := make(map[string]bool)
	for _, c := range slices.Backward(connections) {
		c.follows = later[c.feed]
		later[c.feed] = true
	}
}

// wrong is an error with the name of the file.
func (r *Reader) wrong(err error) error {
	if at := (*place)(nil); errors.As(err, &at) {
		return &recording.Damage{File: r.name, Offset: at.offset, Reason: at.reason}
	}
	return fmt.Errorf("%s: %w", r.name, err)
}

// Close closes the file.
func (r *Reader) Close() error {
	for _, c := range r.open {
		c.close()
	}
	return r.file.Close()
}

// Next returns the next line, which is valid until the next call; io.EOF at the end. After an error that is a
// *recording.Damage, it can be called again.
func (r *Reader) Next() (*recording.Line, error) {
	for {
		switch {
		case len(r.damage) > 0:
			err := r.damage[0]
			r.damage = r.damage[1:]
			return nil, err
		case len(r.waiting) > 0:
			r.line, r.waiting = r.waiting[0], r.waiting[1:]
			return &r.line, nil
		}
		var due *cursor
		for _, c := range r.open {
			if due == nil || c.at < due.at {
				due = c
			}
		}
		switch {
		case r.begun < len(r.connections) && (due == nil || r.connections[r.begun].start <= due.at):
			r.begun++
			r.connect(r.connections[r.begun-1])
		case due != nil:
			if r.take(due) {
				return &r.line, nil
			}
		case r.pending != nil:
			err := r.pending
			r.pending = nil
			return nil, err
		default:
			return nil, io.EOF
		}
	}
}

// connect begins a connection.
func (r *Reader) connect(c *connection) {
	add := func(line recording.Line) {
		line.At, line.Feed = c.start, c.feed
		r.waiting = append(r.waiting, line)
	}
	if !r.headed[c.feed] {
		r.headed[c.feed] = true
		add(recording.Line{Head: &recording.Head{Version: recording.Version, Preset: c.preset}})
	}
	add(recording.Line{State: &recording.State{State: "CONNECTING", URL: c.url, Address: c.address}})
	if c.unread != nil {
		r.damaged(c, 0, c.offset, fmt.Sprintf("its messages are in another file, %s, which cannot be opened: %v", filepath.Base(c.attachment), errors.Unwrap(c.unread)))
	}
	if len(r.open) == maxOpen {
		r.damaged(c, 0, c.offset, fmt.Sprintf("more than %d connections at the same time: this one is left out", maxOpen))
		return
	}
	opened := recording.State{State: "OPEN", Address: c.address, Subprotocol: c.protocol, Compression: c.deflate}
	if c.count == 0 {
		if c.status == 101 {
			add(recording.Line{State: &opened})
		} else {
			r.waiting = append(r.waiting, recording.Line{At: c.start + c.took, Feed: c.feed, State: &recording.State{State: "RETRY", Reason: c.refusal()}})
		}
		return
	}
	cursor, err := r.newCursor(c)
	if err != nil {
		r.damaged(c, 0, c.offset, err.Error())
		return
	}
	opening := recording.Line{At: max(c.first, c.start), Feed: c.feed, State: &opened}
	cursor.opening = &opening
	r.open = append(r.open, cursor)
	r.advance(cursor)
}

// refusal says why there was no connection.
func (c *connection) refusal() string {
	switch {
	case c.failure != "":
		return c.failure
	case c.status > 0:
		return fmt.Sprintf("HTTP %d", c.status)
	}
	return "no connection"
}

// damaged notes that something of a connection cannot be read.
func (r *Reader) damaged(c *connection, message int, offset int64, reason string) {
	where := fmt.Sprintf("entry %d", c.entry)
	if message > 0 {
		where += fmt.Sprintf(", message %d", message)
	}
	file := r.name
	if c.attachment != "" && message > 0 {
		file = c.attachment
	}
	r.damage = append(r.damage, &recording.Damage{File: file, Offset: offset, Reason: where + ": " + reason})
}

// take makes the line that a cursor is at the next one, unless another has to come before, and advances.
func (r *Reader) take(c *cursor) bool {
	if c.opening != nil {
		r.line, c.opening = *c.opening, nil
		return true
	}
	if c.ended {
		c.close()
		r.open = slices.DeleteFunc(r.open, func(o *cursor) bool { return o == c })
		if c.lost || !c.connection.follows {
			return false
		}
		r.line = recording.Line{At: c.at, Feed: c.connection.feed, State: &recording.State{State: "RETRY", Reason: "the connection has ended"}}
		return true
	}
	r.line = *c.line
	r.line.At, r.line.Feed = c.at, c.connection.feed
	c.lost = c.lost || r.line.State != nil
	r.advance(c)
	return true
}

// cursor is where a connection is read.
type cursor struct {
	connection *connection
	scan       *scanner
	file       *os.File // of its own; nil: the archive
	list       bool     // the messages are in a list
	number     int      // of the message

	opening *recording.Line // to be returned first; nil: it was
	at      int64           // of line
	line    *recording.Line
	ended   bool
	lost    bool // it says itself that the connection has ended
	buffer  []byte
}

func (r *Reader) newCursor(c *connection) (*cursor, error) {
	out := &cursor{connection: c, at: c.start}
	if c.at > 0 {
		out.scan, out.list = newScanner(io.NewSectionReader(r.file, c.at, math.MaxInt64-c.at), c.at), true
		return out, out.scan.expect('[')
	}
	f, err := os.Open(c.attachment)
	if err != nil {
		return nil, err
	}
	out.file, out.scan = f, newScanner(f, 0)
	return out, nil
}

func (c *cursor) close() {
	if c.file != nil {
		c.file.Close()
		c.file = nil
	}
}

// advance brings a cursor to its next message. What cannot be read is left out.
func (r *Reader) advance(c *cursor) {
	for {
		first, err := c.scan.peek()
		if err == nil && c.list && first == ',' && c.number > 0 {
			c.scan.next++
			_, err = c.scan.peek()
		}
		if err != nil || c.list && first == ']' { // where the archive is cut off is said at its end
			c.ended = true
			return
		}
		c.number++
		offset := c.scan.offset()
		c.buffer, err = c.scan.value(c.buffer[:0], maxMessage)
		switch {
		case errors.Is(err, errTooLong):
			r.damaged(c.connection, c.number, offset, fmt.Sprintf("it is larger than %d MiB", maxMessage>>20))
			continue
		case err != nil:
			c.ended = true
			return
		}
		line, at, err := parseMessage(c.buffer)
		if err != nil {
			r.damaged(c.connection, c.number, offset, err.Error())
			continue
		}
		if line == nil {
			continue
		}
		c.line, c.at = line, max(c.at, at)
		return
	}
}

// parseMessage returns a message as a line, and its time, 0 being none.
func parseMessage(raw []byte) (*recording.Line, int64, error) {
	var m message
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, 0, fmt.Errorf("this is no message: %w", err)
	}
	at, err := parseTime(m.Time.String())
	if err != nil {
		return nil, 0, err
	}
	line, err := m.line()
	return line, at, err
}
