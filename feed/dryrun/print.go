package dryrun

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/session"
)

// Run plays an exchange against a preset, without a network, and writes what each message is to the preset and what would
// be sent. An exchange has one frame a line: `< ` before what the server sends, `> ` before what a client sends, both
// JSON; `<~ ` and `>~ ` before other text, with \x1e, \0, \n and \r written out; `#` before a comment. Time passes as
// far as what is to be sent needs it: for messages that the preset's `rate` holds back, and for a keepalive that the
// exchange shows. What is written holds no secret and nothing that a terminal executes.
func Run(w io.Writer, bound *preset.Bound, exchange io.Reader) error {
	p := &printer{w: w, dryRun: newDryRun(bound, time.Now()), hadEvent: make(map[int32]bool)}
	p.reader = p.session.Reader().Fork()
	p.session.Check()
	p.printNew("connected")
	p.sendQueued()
	lines := bufio.NewScanner(exchange)
	lines.Buffer(nil, 32<<20)
	for n := 1; lines.Scan(); n++ {
		if err := p.line(n, lines.Text()); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	p.printSilent()
	return lines.Err()
}

// printer writes what a dry run does.
type printer struct {
	*dryRun
	w        io.Writer
	reader   *message.Reader // of what is in the log
	rows     event.Labels
	hadEvent map[int32]bool // rows that had an event
	sent     []string       // what would have been sent and no line of the exchange has shown yet
}

// line plays a line of the exchange.
func (p *printer) line(n int, line string) error {
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
	fmt.Fprintf(p.w, "%4d %s %s\n", n, p.shown(mark), p.shown(text))
	switch strings.TrimSuffix(mark, "~") {
	case "<":
		p.receive([]byte(text))
		p.printNew("")
	case ">":
		p.client(text)
	default:
		return fmt.Errorf("a line begins with `< `, `> `, `<~ `, `>~ ` or `#`, not with `%s`", p.shown(mark))
	}
	p.sendQueued()
	return nil
}

// sendQueued lets the time pass that queued messages need.
func (p *printer) sendQueued() {
	for p.pace() {
		p.printNew("")
	}
}

// shown is a text of the exchange, or of the session, without secrets, on one line that is safe for a terminal.
func (p *printer) shown(text string) string { return format.Sanitize(p.preset.Redact(text)) }

// client compares what a client has sent with what the preset would have sent.
func (p *printer) client(text string) {
	same := p.sameAs(text)
	if !slices.ContainsFunc(p.sent, same) && slices.ContainsFunc(p.nextKeepalive(), same) {
		p.keepalive()
		p.printNew("")
	}
	i := slices.IndexFunc(p.sent, same)
	if i < 0 {
		p.print("would not be sent like this")
		return
	}
	p.sent = slices.Delete(p.sent, i, i+1)
	p.print("would be sent, the same")
}

// sameAs returns a test for what is the same as text, byte for byte or as JSON; a line of JSON cannot have what `frames.end`
// puts behind it.
func (p *printer) sameAs(text string) func(string) bool {
	end := p.preset.Frames.End
	return func(sent string) bool {
		sent = p.preset.Redact(sent) // as it is in recordings
		return sent == text || sent == p.preset.Redact(text) || sameJSON(strings.TrimSuffix(sent, end), strings.TrimSuffix(text, end))
	}
}

// sameJSON reports whether two texts are the same JSON, whatever the order of their keys.
func sameJSON(a, b string) bool {
	var x, y any
	return json.Unmarshal([]byte(a), &x) == nil && json.Unmarshal([]byte(b), &y) == nil && reflect.DeepEqual(x, y)
}

func (p *printer) print(format string, args ...any) {
	fmt.Fprintf(p.w, "       %s\n", p.shown(fmt.Sprintf(format, args...)))
}

// printNew writes what has happened since the last time, under a heading if there is one.
func (p *printer) printNew(heading string) {
	if heading != "" {
		fmt.Fprintln(p.w, heading)
	}
	orders := p.session.Orders()
	if batch := p.session.Seal(); batch != nil {
		p.batch(batch)
	}
	for _, frame := range orders.Frames {
		p.sent = append(p.sent, string(frame.Payload))
	}
	if orders.Ping {
		p.print("sends a WebSocket ping")
	}
	if orders.Hangup {
		p.print("hangs up")
	}
}

func (p *printer) batch(b *event.Batch) {
	for _, t := range b.Activity {
		p.hadEvent[t.Label] = true
	}
	if n := b.Counts.Heartbeats; n > 0 {
		p.print("heartbeat%s", times(n))
	}
	for _, c := range b.Chunks {
		for i := range c.Entries {
			m := &c.Entries[i]
			if m.Kind == event.Trouble && strings.HasPrefix(string(c.Text(m)), "not JSON: ") {
				continue // printed below, at each of the messages
			}
			switch m.Kind {
			case event.Matched:
				p.event(b, m, c.Payload(m))
			case event.Control:
				p.print("control")
			case event.Unmatched:
				why := message.NotJSON(p.preset, c.Payload(m))
				if why == "" {
					why = "no rule of the preset matches it"
				}
				p.print("unmatched, shown in the log: %s", why)
			case event.Sent:
				p.print("sends %s", c.Text(m))
			default:
				label := ""
				if m.Label != event.NoLabel {
					label = b.Labels.At(m.Label).Name + " "
				}
				p.print("%s%s", label, c.Text(m))
			}
		}
	}
	for n, r := range b.Labels.ChangedSince(p.rows) {
		known := int(n) < p.rows.Len()
		if known && r.State == p.rows.At(n).State {
			continue
		}
		asked := known && p.rows.At(n).State.Pending()
		switch sub := p.preset.Subscribe; {
		case r.State == event.NoSubscription:
		case r.State == event.Subscribed && asked && sub != nil && len(sub.Ack) > 0:
			p.print("ack of %s: subscribed", r.Name)
		case r.State == event.Live && asked && sub != nil && len(sub.Ack) > 0:
			p.print("%s is live: its data is an answer", r.Name)
		case r.Reason != "":
			p.print("%s is %s: %s", r.Name, r.State, r.Reason)
		default:
			p.print("%s is %s", r.Name, r.State)
		}
	}
	p.rows = b.Labels
}

// event prints what the rules read of a message, record by record.
func (p *printer) event(b *event.Batch, m *event.Entry, payload []byte) {
	records := p.reader.Values(int(m.Rule), payload)
	if len(records) == 0 {
		p.print("event, of no records")
	}
	for i := range records {
		r := &records[i]
		label := p.label(b, m, r)
		text := "event " + label
		for _, v := range r.Values {
			switch {
			case !v.None:
				text += " " + v.Name + "=" + shortened(string(v.Text))
				continue
			case v.Name != "value": // which is what a rule calls its only one
				text += " " + v.Name
			}
			text += " no value"
			if len(v.Text) > 0 {
				text += ": " + string(v.Text)
			}
		}
		if len(r.Values) == 0 {
			text += " without a number"
		}
		p.print("%s%s", text, p.when(m, r))
		if len(r.Candle) > 0 {
			text = "candle " + label
			for _, v := range r.Candle {
				text += " " + v.Name + "=" + shortened(string(v.Text))
			}
			p.print("%s", text)
		}
		for _, unread := range r.Unread {
			p.print("%s", unread)
		}
	}
}

// label returns what a record is about, as the watchlist has it.
func (p *printer) label(b *event.Batch, m *event.Entry, r *message.Record) string {
	if len(r.Label) == 0 { // a subscription
		if m.Label != event.NoLabel {
			return b.Labels.At(m.Label).Name
		}
		return "of a label that is left out"
	}
	name := p.preset.ShownSymbol(message.Cut(string(r.Label), message.MaxLabel))
	for _, l := range b.Labels.All() {
		if l.Name == name {
			return name
		}
	}
	return "of a label that is left out"
}

// when returns when a record was, as the feed has it, and how late it came, unless it is history.
func (p *printer) when(m *event.Entry, r *message.Record) string {
	lag := time.Duration(m.At - r.Time)
	switch fresh := r.Time >= p.begin.Add(-session.History).UnixNano(); {
	case r.Time == 0:
		return ""
	case fresh && lag > -time.Minute:
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

// printSilent writes at the end which subscriptions had no event while events went to labels that were not subscribed.
func (p *printer) printSilent() {
	const most = 5
	if !p.preset.OpenEnded {
		return // one subscription, to everything
	}
	var labels, silent []string
	for n, r := range p.rows.All() {
		switch {
		case r.State == event.NoSubscription && len(labels) == most:
			labels[most-1] = "and others"
		case r.State == event.NoSubscription:
			labels = append(labels, r.Name)
		case !p.hadEvent[n] && r.State == event.Subscribed: // the others have no answer, or another one
			silent = append(silent, r.Name)
		}
	}
	if len(labels) == 0 || len(silent) == 0 {
		return
	}
	fmt.Fprintln(p.w, "over")
	for _, label := range silent {
		p.print("%s never had an event; labels seen: %s: give the rule a `label` or `sub` that finds the subscription", label, strings.Join(labels, ", "))
	}
}

func times(n int64) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprintf(", %d times", n)
}
