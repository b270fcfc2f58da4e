package headless

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"sockeye/feed/event"
	"sockeye/feed/message"
	"sockeye/feed/preset"
)

// events turns the entries of a log into lines, one for each record. It belongs to one goroutine.
type events struct {
	preset *preset.Bound
	reader *message.Reader
}

func newEvents(p *preset.Bound) *events {
	return &events{preset: p, reader: message.NewReader(p)}
}

// of returns the records of an entry, in the order of the message. label is what the entry belongs to.
func (e *events) of(entry *event.Entry, payload []byte, label string) []message.Record {
	records := e.reader.Values(int(entry.Rule), payload)
	for i := range records {
		if records[i].Label == "" {
			records[i].Label = label
		}
	}
	return records
}

// append appends a record as a line. Values are in the preset's order; one that has ended is null.
func (e *events) append(b []byte, at int64, r *message.Record) []byte {
	b = append(b, `{"at":"`...)
	b = time.Unix(0, at).UTC().AppendFormat(b, time.RFC3339Nano)
	b = append(b, `","feed":`...)
	b = appendText(b, e.preset.Name)
	b = append(b, `,"label":`...)
	b = appendText(b, e.preset.Redact(r.Label))
	b = append(b, `,"values":{`...)
	for i, v := range r.All() {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, v.Name)
		b = append(b, ':')
		switch {
		case v.None:
			b = append(b, "null"...)
		case isNumber(v.Text):
			b = append(b, v.Text...)
		default:
			b = appendText(b, e.preset.Redact(v.Text))
		}
	}
	b = append(b, '}')
	if r.Time != 0 {
		b = append(b, `,"time":"`...)
		b = time.Unix(0, r.Time).UTC().AppendFormat(b, time.RFC3339Nano)
		b = append(b, '"')
	}
	return append(b, "}\n"...)
}

// isNumber reports whether a text stands in JSON as a number, digit for digit.
func isNumber(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return (r < '0' || r > '9') && !strings.ContainsRune("+-.eE", r) }) < 0 && json.Valid([]byte(text))
}

// appendText appends a text as JSON. Invalid UTF-8 is replaced.
func appendText(b []byte, s string) []byte {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		c := s[i]
		plain = c >= ' ' && c <= '~' && c != '"' && c != '\\'
	}
	if plain {
		return append(append(append(b, '"'), s...), '"')
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "�")
	}
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil {
		panic("a text cannot be encoded: " + err.Error())
	}
	return append(b, strings.TrimSuffix(out.String(), "\n")...)
}
