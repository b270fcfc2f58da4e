package headless

import (
	"encoding/json"
	"strings"

	"sockeye/feed/event"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
)

// events turns the entries of a log into lines, one for each record. It belongs to one goroutine.
type events struct {
	preset  *preset.Bound
	reader  *message.Reader
	feed    []byte // what a line has between its time and its label
	whole   bool   // each message is an event without values, on a feed without rules for events, such as one opened by address
	at, own recording.Second
}

func newEvents(p *preset.Bound) *events {
	feed := append(appendText([]byte(`","feed":`), p.Name), `,"label":`...)
	return &events{preset: p, reader: message.NewReader(p), feed: feed, whole: len(p.Events) == 0 && !p.OpenEnded}
}

// has reports whether an entry is an event, or several.
func (e *events) has(entry *event.Entry) bool {
	return entry.Kind == event.Matched || e.whole && entry.Kind == event.Unmatched
}

// of returns the records of an entry, in the order of the message. label is what the entry belongs to.
func (e *events) of(entry *event.Entry, payload []byte, label string) []message.Record {
	if e.whole {
		return []message.Record{{Label: []byte(label)}}
	}
	records := e.reader.Values(int(entry.Rule), payload)
	for i := range records {
		if len(records[i].Label) == 0 {
			records[i].Label = []byte(label)
		}
	}
	return records
}

// append appends a record as a line. Values are in the preset's order; one that has ended is null.
func (e *events) append(b []byte, at int64, r *message.Record) []byte {
	b = append(b, `{"at":"`...)
	b = e.at.Append(b, at)
	b = append(b, e.feed...)
	b = e.appendShown(b, r.Label)
	b = append(b, `,"values":{`...)
	first := true
	for v := range r.All {
		if !first {
			b = append(b, ',')
		}
		first = false
		b = appendText(b, v.Name)
		b = append(b, ':')
		switch {
		case v.None:
			b = append(b, "null"...)
		case v.Decimal || isNumber(v.Text):
			b = append(b, v.Text...)
		default:
			b = e.appendShown(b, v.Text)
		}
	}
	b = append(b, '}')
	if r.Time != 0 {
		b = append(b, `,"time":"`...)
		b = e.own.Append(b, r.Time)
		b = append(b, '"')
	}
	return append(b, "}\n"...)
}

// appendShown appends a text of the network without secrets.
func (e *events) appendShown(b, text []byte) []byte {
	if e.preset.HasSecrets() {
		return appendText(b, e.preset.Redact(string(text)))
	}
	return appendText(b, text)
}

// isNumber reports whether a text stands in JSON as a number, digit for digit.
func isNumber(text []byte) bool {
	return len(text) > 0 && (text[0] == '-' || text[0] >= '0' && text[0] <= '9') && json.Valid(text) && text[len(text)-1] > ' '
}

// appendText appends a text as JSON. Invalid UTF-8 is replaced.
func appendText[T ~string | ~[]byte](b []byte, s T) []byte {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		c := s[i]
		plain = c >= ' ' && c <= '~' && c != '"' && c != '\\'
	}
	if plain {
		return append(append(append(b, '"'), s...), '"')
	}
	text := strings.ToValidUTF8(string(s), "�")
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		panic("a text cannot be encoded: " + err.Error())
	}
	return append(b, strings.TrimSuffix(out.String(), "\n")...)
}
