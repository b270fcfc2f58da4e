package feed

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/session"
)

// Explain plays an exchange against a preset, without a network, and writes how each message is taken and what would
// be sent. An exchange has one frame a line: `< ` before what the server says, `> ` before what a client says, both
// JSON; `<~ ` and `>~ ` before other text, with \x1e, \0, \n and \r written out; `#` before a comment. Time passes as
// far as what is to be sent needs it: for messages that the preset's `rate` holds back, and for a keepalive that the
// exchange shows. What is written holds no secret and nothing that a terminal obeys.
func Explain(w io.Writer, p *preset.Bound, exchange io.Reader) error {
	e := &explainer{w: w, preset: p, rehearsal: newRehearsal(p, time.Now()), heard: make(map[int32]bool)}
	e.session.Trace()
	e.say("connected")
	e.pass()
	lines := bufio.NewScanner(exchange)
	lines.Buffer(nil, 32<<20)
	for n := 1; lines.Scan(); n++ {
		if err := e.line(n, lines.Text()); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	e.unheard()
	return lines.Err()
}

type explainer struct {
	*rehearsal
	w      io.Writer
	preset *preset.Bound
	rows   []Row
	heard  map[int32]bool // rows that had an event
	sent   []string       // what would have been sent and no line of the exchange has shown yet
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
	fmt.Fprintf(e.w, "%4d %s %s\n", n, e.shown(mark), e.shown(text))
	switch strings.TrimSuffix(mark, "~") {
	case "<":
		e.receive([]byte(text))
		e.say("")
	case ">":
		e.client(text)
	default:
		return fmt.Errorf("a line begins with `< `, `> `, `<~ `, `>~ ` or `#`, not with `%s`", e.shown(mark))
	}
	e.pass()
	return nil
}

// pass lets the time pass that queued messages need.
func (e *explainer) pass() {
	for e.pace() {
		e.say("")
	}
}

// shown is a text of the exchange, or of the session, without secrets, on one line that a terminal can take.
func (e *explainer) shown(text string) string { return printable(e.preset.Redact(text)) }

// client compares what a client said with what the preset would have sent.
func (e *explainer) client(text string) {
	says := e.says(text)
	if !slices.ContainsFunc(e.sent, says) && slices.ContainsFunc(e.nextKeepalive(), says) {
		e.keepalive()
		e.say("")
	}
	i := slices.IndexFunc(e.sent, says)
	if i < 0 {
		e.tell("would not be sent like this")
		return
	}
	e.sent = slices.Delete(e.sent, i, i+1)
	e.tell("would be sent, the same")
}

// says returns a test for what is the same as text, byte for byte or as JSON; a line of JSON cannot have what `frames.end`
// puts behind it.
func (e *explainer) says(text string) func(string) bool {
	end := e.preset.Frames.End
	return func(sent string) bool {
		return sent == text || sameJSON(strings.TrimSuffix(sent, end), strings.TrimSuffix(text, end))
	}
}

// sameJSON reports whether two texts are the same JSON, whatever the order of their keys.
func sameJSON(a, b string) bool {
	var x, y any
	return json.Unmarshal([]byte(a), &x) == nil && json.Unmarshal([]byte(b), &y) == nil && reflect.DeepEqual(x, y)
}

func (e *explainer) tell(format string, args ...any) {
	fmt.Fprintf(e.w, "       %s\n", e.shown(fmt.Sprintf(format, args...)))
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
	for _, t := range b.Touches {
		e.heard[t.Row] = true
	}
	if n := b.Counts.Heartbeats; n > 0 {
		e.tell("heartbeat%s", times(n))
	}
	traced := e.session.Traced()
	for _, c := range b.Chunks {
		for i := range c.Messages {
			m := &c.Messages[i]
			if m.Kind == Trouble && strings.HasPrefix(string(c.Text(m)), "not JSON: ") {
				continue // said below, at each of the messages
			}
			switch m.Kind {
			case Event:
				e.event(b, traced[0])
				traced = traced[1:]
			case Control:
				e.tell("control")
			case Unmatched:
				e.tell("unmatched: no rule of the preset takes it; it is shown in the log")
				if why := e.session.NotJSON(c.Payload(m)); why != "" {
					e.tell("%s", why)
				}
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
		asked := i < len(e.rows) && e.rows[i].State.Pending()
		switch sub := e.preset.Subscribe; {
		case r.State == Label:
		case r.State == Subscribed && asked && sub != nil && len(sub.Ack) > 0:
			e.tell("ack of %s: subscribed", r.Label)
		case r.State == Live && asked && sub != nil && len(sub.Ack) > 0:
			e.tell("%s is live: its data is an answer", r.Label)
		case r.Reason != "":
			e.tell("%s is %s: %s", r.Label, r.State, r.Reason)
		default:
			e.tell("%s is %s", r.Label, r.State)
		}
	}
	e.rows = b.Rows
}

// event prints what was read of a message, record by record.
func (e *explainer) event(b *Batch, records []session.TracedRecord) {
	if len(records) == 0 {
		e.tell("event, of no records")
	}
	for i := range records {
		r := &records[i]
		label := "of a label that is left out"
		if r.Row != NoRow {
			label = b.Rows[r.Row].Label
		}
		text := "event " + label
		for _, v := range r.Values {
			switch {
			case !v.None:
				text += " " + v.Name + "=" + shortened(v.Text)
				continue
			case v.Name != "value": // which is what a rule calls its only one
				text += " " + v.Name
			}
			text += " no value"
			if v.Text != "" {
				text += ": " + v.Text
			}
		}
		if len(r.Values) == 0 {
			text += " without a number"
		}
		e.tell("%s%s", text, when(r))
		if len(r.Candle) > 0 {
			text = "candle " + label
			for _, v := range r.Candle {
				text += " " + v.Name + "=" + shortened(v.Text)
			}
			e.tell("%s", text)
		}
		for _, unread := range r.Unread {
			e.tell("%s", unread)
		}
	}
}

// when says when a record was, as the feed has it, and how late it came, unless it is history.
func when(r *session.TracedRecord) string {
	switch lag := time.Duration(r.Lag); {
	case r.Time == 0:
		return ""
	case r.Fresh && lag > -time.Minute:
		return "  lag " + lag.Round(time.Millisecond).String()
	default:
		return "  at " + time.Unix(0, r.Time).UTC().Format(time.RFC3339Nano)
	}
}

// shortened is a number as the feed writes it, on one line.
func shortened(text string) string {
	const most = 100
	if text = strings.TrimSpace(text); len(text) > most {
		return text[:most] + "..."
	}
	return text
}

// unheard tells at the end which subscriptions had no event while events went to labels that nobody subscribed.
func (e *explainer) unheard() {
	const most = 5
	if !e.preset.OpenEnded {
		return // one subscription, to everything
	}
	var labels, silent []string
	for n, r := range e.rows {
		switch {
		case r.State == Label && len(labels) == most:
			labels[most-1] = "and others"
		case r.State == Label:
			labels = append(labels, r.Label)
		case !e.heard[int32(n)] && r.State != Rejected && r.State != Off:
			silent = append(silent, r.Label)
		}
	}
	if len(labels) == 0 || len(silent) == 0 {
		return
	}
	fmt.Fprintln(e.w, "over")
	for _, label := range silent {
		e.tell("%s never had an event; labels seen: %s: give the rule a `label` or `sub` that finds the subscription", label, strings.Join(labels, ", "))
	}
}

func times(n int64) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprintf(", %d times", n)
}
