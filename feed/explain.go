package feed

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/session"
)

// Explain plays an exchange against a preset, without a network, and writes how each message is taken and what would
// be sent. An exchange has one frame a line: `< ` before what the server says, `> ` before what a client says, both
// JSON; `<~ ` and `>~ ` before other text, with \x1e, \0, \n and \r written out; `#` before a comment.
func Explain(w io.Writer, p *preset.Bound, exchange io.Reader) error {
	e := &explainer{w: w, preset: p, now: time.Now(), session: session.New(p, func(time.Duration) time.Duration { return 0 })}
	e.session.Start(e.now)
	e.session.Opened(e.now)
	e.say("connected")
	lines := bufio.NewScanner(exchange)
	lines.Buffer(nil, 32<<20)
	for n := 1; lines.Scan(); n++ {
		if err := e.line(n, lines.Text()); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return lines.Err()
}

type explainer struct {
	w       io.Writer
	preset  *preset.Bound
	session *session.Session
	now     time.Time
	rows    []Row
	sent    []string // what would have been sent and no line of the exchange has shown yet
}

// line takes a line of the exchange.
func (e *explainer) line(n int, line string) error {
	if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
		return nil
	}
	mark, text, ok := strings.Cut(line, " ")
	if !ok {
		return fmt.Errorf("a line begins with `< `, `> `, `<~ `, `>~ ` or `#`")
	}
	if strings.HasSuffix(mark, "~") {
		text = strings.NewReplacer(`\x1e`, "\x1e", `\0`, "\x00", `\n`, "\n", `\r`, "\r").Replace(text)
	}
	fmt.Fprintf(e.w, "%4d %s %s\n", n, mark, shown(text))
	switch strings.TrimSuffix(mark, "~") {
	case "<":
		e.now = e.now.Add(time.Millisecond)
		e.session.Receive(e.now, []byte(text))
		e.say("")
	case ">":
		e.client(text)
	default:
		return fmt.Errorf("a line begins with `< `, `> `, `<~ `, `>~ ` or `#`, not with `%s`", mark)
	}
	return nil
}

// shown is a text of the exchange, or of the session, on one line that a terminal can take.
func shown(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '·'
		}
		return r
	}, text)
}

// client compares what a client said with what the preset would have sent.
func (e *explainer) client(text string) {
	for i, sent := range e.sent {
		if sent == text || sameJSON(sent, text) {
			e.sent = append(e.sent[:i], e.sent[i+1:]...)
			e.tell("would be sent, the same")
			return
		}
	}
	e.tell("would not be sent like this")
}

// sameJSON reports whether two texts are the same JSON, whatever the order of their keys.
func sameJSON(a, b string) bool {
	var x, y any
	return json.Unmarshal([]byte(a), &x) == nil && json.Unmarshal([]byte(b), &y) == nil && reflect.DeepEqual(x, y)
}

func (e *explainer) tell(format string, args ...any) {
	fmt.Fprintf(e.w, "       %s\n", shown(fmt.Sprintf(format, args...)))
}

// say tells what has happened since the last time.
func (e *explainer) say(heading string) {
	if heading != "" {
		fmt.Fprintln(e.w, heading)
	}
	orders := e.session.Orders()
	if batch := e.session.Take(); batch != nil {
		e.batch(batch)
	}
	for _, frame := range orders.Frames {
		e.sent = append(e.sent, string(frame))
	}
	if orders.Ping {
		e.tell("sends a WebSocket ping")
	}
	if orders.Hangup {
		e.tell("hangs up")
	}
}

func (e *explainer) batch(b *Batch) {
	if n := b.Counts.Heartbeats; n > 0 {
		e.tell("heartbeat%s", times(n))
	}
	for _, c := range b.Chunks {
		for i := range c.Messages {
			m := &c.Messages[i]
			switch m.Kind {
			case Event:
				e.event(b, m)
			case Control:
				e.tell("control")
			case Unmatched:
				e.tell("unmatched: no rule of the preset takes it; it is shown in the log")
			case Sent:
				e.tell("sends %s", c.Text(m))
			default:
				label := ""
				if m.Row != NoRow {
					label = b.Rows[m.Row].Label + " "
				}
				e.tell("%s%s", label, c.Text(m))
			}
		}
	}
	for i, r := range b.Rows {
		if i < len(e.rows) && r.State == e.rows[i].State {
			continue
		}
		switch r.State {
		case Pending:
			e.tell("%s is pending", r.Label)
		case Live:
			e.tell("ack of %s: live", r.Label)
		case Rejected:
			e.tell("%s is rejected: %s", r.Label, r.Reason)
		case Off:
			e.tell("%s is off", r.Label)
		}
	}
	e.rows = b.Rows
}

// event tells the numbers of a message, row by row.
func (e *explainer) event(b *Batch, m *Message) {
	if b.Counts.Events == 0 {
		e.tell("event, of no records")
		return
	}
	lag := ""
	if b.Lags.Total() > 0 {
		lag = "  lag " + b.Lags.Quantile(0.5).Round(time.Millisecond).String()
	}
	when := func(at int64) string {
		if lag != "" || m.Time == 0 {
			return lag
		}
		return "  at " + time.Unix(0, at).UTC().Format(time.RFC3339Nano)
	}
	if len(b.Points) == 0 {
		label := "of a label that is left out"
		if m.Row != NoRow {
			label = b.Rows[m.Row].Label
		}
		e.tell("event %s without a number%s", label, when(m.Time))
	}
	fields := e.session.Fields()
	for i := 0; i < len(b.Points); {
		first := b.Points[i]
		text := "event " + b.Rows[first.Row].Label
		used := make(map[uint8]bool)
		for ; i < len(b.Points) && b.Points[i].Row == first.Row && !used[b.Points[i].Field]; i++ {
			p := b.Points[i]
			used[p.Field] = true
			text += " " + fields[p.Field] + "=" + digits(p.Value, p.Decimals)
		}
		e.tell("%s%s", text, when(first.At))
	}
	for _, c := range b.Candles {
		e.tell("candle %s open=%s high=%s low=%s close=%s volume=%v", b.Rows[c.Row].Label,
			digits(c.Open, c.Decimals), digits(c.High, c.Decimals), digits(c.Low, c.Decimals), digits(c.Close, c.Decimals), c.Volume)
	}
}

// digits writes a number with the digits that the feed gave.
func digits(v float64, decimals int8) string { return strconv.FormatFloat(v, 'f', int(decimals), 64) }

func times(n int64) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprintf(", %d times", n)
}
