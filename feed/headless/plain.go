package headless

import (
	"fmt"
	"strings"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/eventlog"
	"sockeye/feed/format"
)

// summaryEvery is how often a summary is written for people.
const summaryEvery = time.Minute

// plain writes sentences about one feed.
type plain struct {
	feed   string
	counts event.Counts // since the last summary
	status event.Status
	since  time.Time // of the last summary
}

// count notes what a batch holds.
func (p *plain) count(b *event.Batch) {
	p.counts.Add(b.Counts)
	p.status = b.Status
}

// appendSummary appends how many messages came, if it is time for that.
func (p *plain) appendSummary(out []byte, wanted bool, now time.Time) []byte {
	if !wanted {
		return out
	}
	if p.since.IsZero() {
		p.since = now
	}
	if now.Sub(p.since) < summaryEvery {
		return out
	}
	last := "no data yet"
	if !p.status.LastData.IsZero() {
		last = "last data " + format.Age(now.Sub(p.status.LastData)) + " ago"
	}
	text := fmt.Sprintf("%s: %s, %s messages in the last minute, %s", p.feed, p.status.State, format.Count(uint64(p.counts.In)), last)
	p.counts, p.since = event.Counts{}, now
	return p.append(out, now, text)
}

// appendChange appends a change as a sentence.
func (p *plain) appendChange(out []byte, l *eventlog.Line) []byte {
	text := p.feed
	if l.Label != "" {
		text += " " + l.Label
	}
	because := ""
	if l.Reason != "" {
		because = ": " + l.Reason
	}
	switch {
	case l.State != "":
		text += " is " + l.State + because
		if l.RetryIn != "" {
			text += ", next attempt in " + l.RetryIn
		}
	case l.Subscription != "":
		text += " is " + l.Subscription + because
	case l.Alert != "" && l.Over:
		text += ": alert over: " + l.Text
	case l.Alert != "":
		text += ": ALERT: " + l.Text
	default:
		text += ": " + changed(l)
	}
	return p.append(out, l.At, text)
}

// changed says what has changed about the completeness of a feed.
func changed(l *eventlog.Line) string {
	var parts []string
	if l.Gap > 0 {
		parts = append(parts, format.Plural(int(l.Gap), "gap")+" in the sequence")
	}
	if l.Filled > 0 {
		parts = append(parts, format.Plural(int(l.Filled), "gap")+" filled by late messages")
	}
	if l.Dropped > 0 {
		parts = append(parts, fmt.Sprintf("%d messages not written: the output is too slow", l.Dropped))
	}
	return strings.Join(parts, ", ")
}

// append appends a sentence with its time. What could change a terminal is made visible in it.
func (p *plain) append(out []byte, at time.Time, text string) []byte {
	out = at.AppendFormat(out, "15:04:05 ")
	return append(append(out, format.Sanitize(text)...), '\n')
}
