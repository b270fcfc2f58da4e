// Package recording is the line format of everything that Sockeye writes without a screen, and the files that hold it: what
// was received and sent on a feed, byte for byte but for secrets, with its time.
//
// A line is one JSON object. A recording is a file of such lines, as they are or compressed by zstd in frames of about a
// second, with a table at the end by which a reader can seek; any tool that knows zstd reads it. The first line of a file
// says of which feed it is, and by which preset it was made.
//
// [Line] is the format, [Recorder] writes the files of a feed in a goroutine of its own, without ever holding up its caller,
// and [Reader] reads a file, also a damaged one. Texts of the network are not sanitised, but JSON has control characters
// escaped.
package recording

import (
	"bytes"
	"encoding/base64"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"sockeye/feed/message/json"
)

// Version is the version of the format that is written. A reader refuses later ones.
const Version = 1

// Line is one line. It is about the one field that is not zero, beside At and Feed.
type Line struct {
	At   int64 // Unix nanoseconds
	Feed string

	Head    *Head   // how the recording was made: the first line of a file
	Frame   *Frame  // what was received or sent
	Control string  // a control frame that was received: ping, pong
	Intent  *Intent // what the operator wants
	State   *State  // of the connection
	Dropped int64   // so many lines were not recorded here: the disk was too slow, or full

	// Checkpoint is what the session knew between the lines before and after, as JSON on one line: who seeks can go on from there. It is
	// valid as long as the text that was parsed.
	Checkpoint []byte
}

// Head is what the first line of a recording says.
type Head struct {
	Version int
	Preset  string // its text, as in a configuration file
}

// Frame is a data frame.
type Frame struct {
	Sent     bool
	Binary   bool   // its opcode (RFC 6455, section 5.6) was 2
	Payload  []byte // with secrets as •••
	Redacted bool   // there were secrets in it

	// Of what was sent:
	Symbols []string // that it is about
	ID      int64    // the value of `${id}`; 0 without one
}

// Intent is what an operator has asked for.
type Intent struct {
	Sub   []string `json:"sub,omitempty"`
	Unsub []string `json:"unsub,omitempty"`
	By    string   `json:"by,omitempty"`
}

// State is a change of the feed's state; of a dial, where it went.
type State struct {
	State   string        // as the screen has it: CONNECTING, OPEN, RETRY ...
	Code    int           // close code of a connection that has ended, NoCode where it came without one; 0: we have ended it, or there was none
	Reason  string        // from the network
	RetryIn time.Duration // with RETRY

	URL         string // with secrets as •••
	Address     string // host and port
	Subprotocol string
	Compression bool
}

// NoCode is the close code of a connection that has ended without a close frame (RFC 6455, section 7.4.1): no server sends it.
const NoCode = 1006

// wire is how the rare lines are written.
type wire struct {
	Version     int     `json:"v,omitempty"`
	At          string  `json:"at"`
	Feed        string  `json:"feed"`
	Preset      string  `json:"preset,omitempty"`
	Control     string  `json:"ctl,omitempty"`
	Intent      *Intent `json:"intent,omitempty"`
	State       string  `json:"state,omitempty"`
	Code        int     `json:"code,omitempty"`
	Reason      string  `json:"reason,omitempty"`
	RetryIn     string  `json:"retry_in,omitempty"`
	URL         string  `json:"url,omitempty"`
	Address     string  `json:"address,omitempty"`
	Subprotocol string  `json:"subprotocol,omitempty"`
	Compression bool    `json:"compression,omitempty"`
	Dropped     int64   `json:"dropped,omitempty"`

	Checkpoint stdjson.RawMessage `json:"checkpoint,omitempty"`
}

// Writer turns lines into text. It belongs to one goroutine; the zero value is ready.
type Writer struct {
	tape json.Tape
	time Second
}

// How the line of a frame begins. Its time is after the first, its feed after the second, and the payload of a frame that was received after
// the third.
const (
	beforeTime   = `{"at":"`
	afterTime    = `","feed":`
	beforeObject = `,"dir":"in","json":`
)

// Append appends a line with its line feed.
func (w *Writer) Append(b []byte, l *Line) []byte {
	if l.Frame == nil {
		return appendRare(b, l)
	}
	f := l.Frame
	b = append(b, beforeTime...)
	b = w.time.Append(b, l.At)
	b = append(b, afterTime...)
	b = appendString(b, l.Feed)
	if f.Sent {
		b = append(b, `,"dir":"out"`...)
		if len(f.Symbols) > 0 {
			b = append(b, `,"symbols":[`...)
			for i, s := range f.Symbols {
				if i > 0 {
					b = append(b, ',')
				}
				b = appendString(b, s)
			}
			b = append(b, ']')
		}
		if f.ID != 0 {
			b = append(b, `,"id":`...)
			b = strconv.AppendInt(b, f.ID, 10)
		}
	} else {
		b = append(b, `,"dir":"in"`...)
	}
	if f.Binary {
		b = append(b, `,"op":2`...)
	}
	if f.Redacted {
		b = append(b, `,"redacted":true`...)
	}
	switch {
	case w.embeds(f.Payload):
		b = append(b, `,"json":`...)
		b = append(b, f.Payload...)
	case utf8.Valid(f.Payload):
		b = append(b, `,"text":`...)
		b = appendString(b, string(f.Payload))
	default:
		b = append(b, `,"base64":"`...)
		b = base64.StdEncoding.AppendEncode(b, f.Payload)
		b = append(b, '"')
	}
	return append(b, "}\n"...)
}

// embeds reports whether a payload is JSON that can stand in a line byte for byte, and be read there: a line is one level deeper
// than its payload and has some more values, for which a payload at the limits of the scanner leaves no space.
func (w *Writer) embeds(payload []byte) bool {
	if bytes.IndexByte(payload, '\n') >= 0 || bytes.IndexByte(payload, '\r') >= 0 || !utf8.Valid(payload) || w.tape.Scan(payload) != nil {
		return false
	}
	if len(payload) < 999 { // it cannot be deep
		return true
	}
	if containers := bytes.Count(payload, []byte("[")) + bytes.Count(payload, []byte("{")); containers < 999 && w.tape.Values() < 1<<19 {
		return true
	}
	wrapped := append(append([]byte(`{"a":[0,0,0,0,0,0,0,0,0,0],"json":`), payload...), '}')
	return w.tape.Scan(wrapped) == nil
}

func appendRare(b []byte, l *Line) []byte {
	w := wire{At: time.Unix(0, l.At).UTC().Format(time.RFC3339Nano), Feed: l.Feed, Control: l.Control, Intent: l.Intent, Dropped: l.Dropped, Checkpoint: l.Checkpoint}
	if h := l.Head; h != nil {
		w.Version, w.Preset = h.Version, h.Preset
	}
	if s := l.State; s != nil {
		w.State, w.Code, w.Reason = s.State, s.Code, s.Reason
		w.URL, w.Address, w.Subprotocol, w.Compression = s.URL, s.Address, s.Subprotocol, s.Compression
		if s.RetryIn != 0 {
			w.RetryIn = s.RetryIn.String()
		}
	}
	return append(b, encode(w)...)
}

func appendString(b []byte, s string) []byte {
	if isPlain(s) {
		return append(append(append(b, '"'), s...), '"')
	}
	text := encode(s)
	return append(b, text[:len(text)-1]...)
}

// isPlain reports whether a text stands in JSON as it is: most do, and encoding costs half a microsecond.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// encode returns a value as JSON with a line feed. Less-than signs and ampersands stay as they are.
func encode(v any) []byte {
	var out bytes.Buffer
	e := stdjson.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("a line cannot be encoded: %v", err)) // it has nothing that could not be
	}
	return out.Bytes()
}

// Parser turns text into lines. It belongs to one goroutine; the zero value is ready.
type Parser struct {
	tape  json.Tape
	time  Second
	feed  string // of the last line
	raw   []byte // as it stands there
	frame Frame
}

// ErrForeign is what Parse returns for JSON that is no line of this format, or of a later version.
var ErrForeign = errors.New("this is no line of a recording")

// Parse reads a line, with or without its line feed. The payload of its frame, and the frame itself, are valid until text
// changes or Parse is called again.
func (p *Parser) Parse(text []byte, l *Line) error {
	if p.parseReceived(text, l) {
		return nil
	}
	if err := p.tape.Scan(text); err != nil {
		return errors.New(json.Complaint(text))
	}
	t := &p.tape
	root := t.Root()
	at, ok := p.time.parse(t.Text(t.Field(root, "at")))
	name := t.Field(root, "feed")
	if !ok || t.Kind(name) != json.String {
		return ErrForeign
	}
	if raw := t.Raw(name); !bytes.Equal(p.raw, raw) {
		p.raw, p.feed = append(p.raw[:0], raw...), string(t.Text(name))
	}
	*l = Line{At: at, Feed: p.feed}
	if t.Kind(t.Field(root, "dir")) == json.String {
		l.Frame = &p.frame
		return p.parseFrame(root)
	}
	if value := t.Field(root, "checkpoint"); t.Kind(value) == json.Object { // most readers pass over it, and it is long
		l.Checkpoint = t.Raw(value)
		return nil
	}
	return parseRare(text, l)
}

// parseReceived reads a line as most are: as Append writes a frame of JSON that was received, of the feed of the line before. It
// reports false for any other one, and has changed nothing.
func (p *Parser) parseReceived(text []byte, l *Line) bool {
	rest, ok := bytes.CutPrefix(text, []byte(beforeTime))
	if !ok {
		return false
	}
	end := bytes.IndexByte(rest, '"')
	if end < 0 || len(p.raw) == 0 {
		return false
	}
	begin := rest[:end]
	rest, a := bytes.CutPrefix(rest[end:], []byte(afterTime))
	rest, b := bytes.CutPrefix(rest, p.raw)
	rest, c := bytes.CutPrefix(rest, []byte(beforeObject))
	payload, d := bytes.CutSuffix(bytes.TrimSuffix(rest, []byte("\n")), []byte("}"))
	if !a || !b || !c || !d || p.tape.Scan(payload) != nil { // else it ends elsewhere, or there is more behind it
		return false
	}
	at, ok := p.time.parse(begin)
	if !ok {
		return false
	}
	p.frame = Frame{Symbols: p.frame.Symbols[:0], Payload: p.tape.Raw(p.tape.Root())}
	*l = Line{At: at, Feed: p.feed, Frame: &p.frame}
	return true
}

func (p *Parser) parseFrame(root json.Ref) error {
	t := &p.tape
	f := &p.frame
	*f = Frame{Symbols: f.Symbols[:0]}
	switch string(t.Text(t.Field(root, "dir"))) {
	case "in":
	case "out":
		f.Sent = true
		if list := t.Field(root, "symbols"); t.Kind(list) == json.List {
			for s := t.First(list); s >= 0; s = t.Next(list, s) {
				f.Symbols = append(f.Symbols, string(t.Text(s)))
			}
		}
		f.ID, _ = strconv.ParseInt(string(t.Raw(t.Field(root, "id"))), 10, 64)
	default:
		return ErrForeign
	}
	f.Binary = string(t.Raw(t.Field(root, "op"))) == "2"
	f.Redacted = string(t.Raw(t.Field(root, "redacted"))) == "true"
	if value := t.Field(root, "json"); value >= 0 {
		f.Payload = t.Raw(value)
		return nil
	}
	if value := t.Field(root, "text"); t.Kind(value) == json.String {
		f.Payload = t.Text(value)
		return nil
	}
	value := t.Field(root, "base64")
	if t.Kind(value) != json.String {
		return ErrForeign
	}
	payload, err := base64.StdEncoding.DecodeString(string(t.Text(value)))
	if err != nil {
		return fmt.Errorf("the base64 of a frame: %w", err)
	}
	f.Payload = payload
	return nil
}

func parseRare(text []byte, l *Line) error {
	var w wire
	if err := stdjson.Unmarshal(text, &w); err != nil {
		return err
	}
	l.Control, l.Intent, l.Dropped = w.Control, w.Intent, w.Dropped
	if w.Version != 0 {
		l.Head = &Head{Version: w.Version, Preset: w.Preset}
		if w.Version > Version {
			return fmt.Errorf("the recording has version %d, and this program reads up to %d", w.Version, Version)
		}
	}
	if w.State != "" {
		l.State = &State{State: w.State, Code: w.Code, Reason: w.Reason, URL: w.URL, Address: w.Address, Subprotocol: w.Subprotocol, Compression: w.Compression}
		if w.RetryIn != "" {
			d, err := time.ParseDuration(w.RetryIn)
			if err != nil {
				return fmt.Errorf("retry_in: %w", err)
			}
			l.State.RetryIn = d
		}
	}
	return nil
}
