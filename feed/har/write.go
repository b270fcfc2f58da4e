package har

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"sockeye/feed/recording"
)

// Lines are the lines of a recording, or of an archive. Next returns io.EOF at their end, and can be called again after a
// *recording.Damage.
type Lines interface {
	Next() (*recording.Line, error)
	Close() error
}

// OpenLines opens an archive or a recording.
func OpenLines(name string, names Names) (Lines, error) {
	if Is(name) {
		return Open(name, names)
	}
	return recording.Open(name)
}

// Written is what an archive that was written holds.
type Written struct {
	Connections int
	Messages    int
	Dropped     int64 // lines that were missing in the recording already, of which an archive cannot say where
}

// Write writes lines as an archive: one entry for each connection, those of each feed one after the other. open returns the
// lines from the first one on; it is called once, and then once for each feed. damaged is called with each part that cannot be
// read.
func Write(w io.Writer, version string, open func() (Lines, error), damaged func(error)) (Written, error) {
	var done Written
	var feeds []string
	err := each(open, damaged, func(l *recording.Line) error {
		if !slices.Contains(feeds, l.Feed) {
			feeds = append(feeds, l.Feed)
		}
		done.Dropped += l.Dropped
		return nil
	})
	if err != nil {
		return done, err
	}
	out := &writer{out: bufio.NewWriterSize(w, 64<<10)}
	out.text(`{"log":{"version":"1.2","creator":`)
	out.value(map[string]string{"name": "sockeye", "version": version})
	out.text(`,"pages":[],"entries":[`)
	for _, feed := range feeds {
		out.feed, out.preset, out.url = feed, "", ""
		if err := each(open, func(error) {}, func(l *recording.Line) error {
			if l.Feed == feed {
				out.line(l)
			}
			return out.err
		}); err != nil {
			return done, err
		}
		out.end()
	}
	out.text("]}}\n")
	done.Connections, done.Messages = out.connections, out.messages
	if out.err == nil {
		out.err = out.out.Flush()
	}
	return done, out.err
}

// each calls a function with each line of what is opened.
func each(open func() (Lines, error), damaged func(error), do func(*recording.Line) error) error {
	lines, err := open()
	if err != nil {
		return err
	}
	defer lines.Close()
	return Each(lines, damaged, do)
}

// Each calls a function with each line that is left, until it returns an error, and damaged with what cannot be read.
func Each(lines Lines, damaged func(error), do func(*recording.Line) error) error {
	for {
		line, err := lines.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, new(*recording.Damage)):
			damaged(err)
		case err != nil:
			return err
		default:
			if err := do(line); err != nil {
				return err
			}
		}
	}
}

// writer writes entries, one feed after the other.
type writer struct {
	out          *bufio.Writer
	err          error
	feed, preset string
	url          string // of the last attempt
	connections  int
	messages     int

	// Of the entry that is being written:
	begun       bool
	start, last int64
	many        int // messages
	opened      *recording.State
	failure     string
}

func (w *writer) text(s string) {
	if w.err == nil {
		_, w.err = w.out.WriteString(s)
	}
}

func (w *writer) value(v any) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil && w.err == nil {
		w.err = err
	}
	w.text(strings.TrimSuffix(b.String(), "\n"))
}

// line writes a line.
func (w *writer) line(l *recording.Line) {
	switch {
	case l.Head != nil:
		w.preset = l.Head.Preset
	case l.State != nil:
		w.state(l)
	case l.Frame != nil:
		f := l.Frame
		m := message{Type: received, Opcode: opText, Data: string(f.Payload)}
		if f.Sent {
			m.Type = sent
		}
		if f.Binary {
			m.Opcode = opBinary
		}
		if f.Binary || !utf8.Valid(f.Payload) {
			m.Data = base64.StdEncoding.EncodeToString(f.Payload)
			if !f.Binary {
				m.Encoding = "base64"
			}
		}
		w.messages++
		w.message(l.At, &m)
	case l.Control == "ping":
		w.message(l.At, &message{Type: received, Opcode: opPing})
	case l.Control == "pong":
		w.message(l.At, &message{Type: received, Opcode: opPong})
	}
}

// state begins or ends an entry.
func (w *writer) state(l *recording.Line) {
	switch s := l.State; s.State {
	case "CONNECTING":
		w.end()
		if s.URL != "" {
			w.url = s.URL
		}
		w.begin(l.At)
	case "HELLO", "OPEN":
		w.begin(l.At)
		if w.opened == nil {
			w.opened = s
		}
	case "RETRY", "CLOSED", "FAILED":
		if !w.begun {
			return
		}
		w.failure = s.Reason
		if w.opened != nil && s.Code > 0 && s.Code != 1005 && s.Code != 1006 { // these two never go over the wire (RFC 6455, section 7.4.1)
			payload := append([]byte{byte(s.Code >> 8), byte(s.Code)}, s.Reason...)
			w.message(l.At, &message{Type: received, Opcode: opClose, Data: base64.StdEncoding.EncodeToString(payload)})
		} else if w.opened != nil && s.State == "RETRY" {
			w.message(l.At, &message{Type: failed, Opcode: -1, Data: s.Reason})
		}
		w.last = max(w.last, l.At)
		w.end()
	}
}

// begin begins an entry if there is none.
func (w *writer) begin(at int64) {
	if w.begun {
		return
	}
	if w.connections > 0 {
		w.text(",")
	}
	w.connections++
	w.begun, w.start, w.last, w.many, w.opened, w.failure = true, at, at, 0, nil, ""
	w.text("\n" + `{"startedDateTime":`)
	w.value(time.Unix(0, at).UTC().Format(time.RFC3339Nano))
	w.text(`,"_resourceType":"websocket","_feed":`)
	w.value(w.feed)
	if w.preset != "" {
		w.text(`,"_preset":`)
		w.value(w.preset)
	}
	w.text(`,"_webSocketMessages":[`)
}

// message writes a message, and begins an entry where the recording began with a connection.
func (w *writer) message(at int64, m *message) {
	w.begin(at)
	if w.many > 0 {
		w.text(",")
	}
	w.many++
	w.last = max(w.last, at)
	m.Time = formatTime(at)
	w.text("\n ")
	w.value(m)
}

// end ends the entry, if there is one.
func (w *writer) end() {
	if !w.begun {
		return
	}
	w.begun = false
	took := float64(w.last-w.start) / float64(time.Millisecond)
	address := w.url
	if address == "" {
		address = "ws://recorded.invalid/"
	}
	type header struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	answer, query := []header{}, []header{}
	status, reason := 101, "Switching Protocols"
	if w.opened == nil && w.many == 0 {
		status, reason = 0, ""
	}
	if o := w.opened; o != nil && o.Subprotocol != "" {
		answer = append(answer, header{"Sec-WebSocket-Protocol", o.Subprotocol})
	}
	if o := w.opened; o != nil && o.Compression {
		answer = append(answer, header{"Sec-WebSocket-Extensions", "permessage-deflate"})
	}
	if u, err := url.Parse(address); err == nil {
		for _, pair := range strings.FieldsFunc(u.RawQuery, func(r rune) bool { return r == '&' }) {
			name, value, _ := strings.Cut(pair, "=")
			query = append(query, header{unescaped(name), unescaped(value)})
		}
	}
	none := []header{}
	w.text(`],"request":`)
	w.value(map[string]any{
		"method": "GET", "url": address, "httpVersion": "HTTP/1.1", "cookies": none, "headers": none, "queryString": query, "headersSize": -1, "bodySize": 0,
	})
	response := map[string]any{
		"status": status, "statusText": reason, "httpVersion": "HTTP/1.1", "cookies": none, "headers": answer,
		"content": map[string]any{"size": 0, "mimeType": "x-unknown"}, "redirectURL": "", "headersSize": -1, "bodySize": -1,
	}
	if status == 0 {
		response["_failureText"] = w.failure
	}
	w.text(`,"response":`)
	w.value(response)
	if o := w.opened; o != nil {
		if host, _, err := net.SplitHostPort(o.Address); err == nil {
			w.text(`,"serverIPAddress":`)
			w.value(host)
		}
	}
	w.text(`,"cache":{},"time":` + strconv.FormatFloat(took, 'f', -1, 64))
	w.text(fmt.Sprintf(`,"timings":{"send":0,"wait":0,"receive":%s}}`, strconv.FormatFloat(took, 'f', -1, 64)))
}

// unescaped returns a part of a query as it was before it was escaped, or as it is.
func unescaped(part string) string {
	if plain, err := url.QueryUnescape(part); err == nil {
		return plain
	}
	return part
}
