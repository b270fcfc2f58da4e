package headless

import (
	"encoding/json"
	"slices"
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

// record is what all rules have read of one record of a message.
type record struct {
	at     int // where it begins in the message
	label  string
	time   int64
	values []message.Value
}

// of returns the records of an entry, in the order of the message. label is what the entry belongs to.
func (e *events) of(entry *event.Entry, payload []byte, label string) (records []record) {
	for _, number := range e.reader.RulesOf(int(entry.Rule), payload) {
		for _, r := range e.reader.Values(number, payload) {
			if r.Label == "" {
				r.Label = label
			}
			i := slices.IndexFunc(records, func(o record) bool { return o.at == r.At && o.label == r.Label })
			if i < 0 {
				i = len(records)
				records = append(records, record{at: r.At, label: r.Label})
			}
			known := &records[i]
			if known.time == 0 {
				known.time = r.Time
			}
			for _, v := range append(r.Candle, r.Values...) {
				if !slices.ContainsFunc(known.values, func(o message.Value) bool { return o.Name == v.Name }) {
					known.values = append(known.values, v)
				}
			}
		}
	}
	slices.SortStableFunc(records, func(a, b record) int { return a.at - b.at })
	return records
}

// append appends a record as a line. Values are in the preset's order; one that has ended is null.
func (e *events) append(b []byte, at int64, r *record) []byte {
	b = append(b, `{"at":"`...)
	b = time.Unix(0, at).UTC().AppendFormat(b, time.RFC3339Nano)
	b = append(b, `","feed":`...)
	b = appendText(b, e.preset.Name)
	b = append(b, `,"label":`...)
	b = appendText(b, e.preset.Redact(r.label))
	b = append(b, `,"values":{`...)
	for i, v := range r.values {
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
	if r.time != 0 {
		b = append(b, `,"time":"`...)
		b = time.Unix(0, r.time).UTC().AppendFormat(b, time.RFC3339Nano)
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
