package message

import (
	"bytes"
	"slices"
	"strconv"

	"sockeye/feed/event"
	"sockeye/feed/message/json"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
)

// Record is what a rule reads of one record of a message, for those who want its fields and not a chart of them. Its texts
// are from the network: not sanitised, and but for words not without secrets.
type Record struct {
	Label  string // as it is found in the message; "" where only the protocol has the subscription
	Time   int64  // the feed's own, Unix nanoseconds; 0 where it gives none
	Values []Value
	Candle []Value  // empty where the record makes none
	Unread []string // what cannot be read, and why

	At int // where the record begins in the message: what several rules read of one record belongs together
}

// Value is a value that a rule reads.
type Value struct {
	Name string // as the preset calls it
	Text string // as the feed writes it, if that is in decimal, or too large to be written in decimal; where there is no number, its word for that
	None bool   // there is no value from now on
}

// Values reads a message again that is in the log: by the first rule that has matched it, of which the number is that of its
// entry, counted from 1, and by all that read it beside and after that one. What several of them read of one record is
// together. The records are in the order of the message, without a label where only the protocol has the subscription; of a
// rule with `sub` it is not known here whether there is such a subscription. The current message stays as it is.
func (r *Reader) Values(first int, payload []byte) (records []Record) {
	if first < 1 || first > len(r.rules) {
		return nil
	}
	r.again.Read(payload)
	r.copied = ""
	for i := first - 1; i < len(r.rules); i++ {
		rule := &r.rules[i]
		if i > first-1 && len(rule.Match) > 0 && !r.again.Matches(rule.Match, r.match) {
			continue
		}
		records = joined(records, r.values(rule))
		if rule.Stop {
			break
		}
	}
	slices.SortStableFunc(records, func(a, b Record) int { return a.At - b.At })
	return records
}

// joined adds what a rule has read of records to what others have.
func joined(records, read []Record) []Record {
	if len(records) == 0 {
		return read
	}
	type key struct {
		at    int
		label string
	}
	places := make(map[key]int, len(records))
	for i := range records {
		places[key{records[i].At, records[i].Label}] = i
	}
	for _, one := range read {
		i, known := places[key{one.At, one.Label}]
		if !known {
			records = append(records, one)
			continue
		}
		same := &records[i]
		if same.Time == 0 {
			same.Time = one.Time
		}
		same.Values = append(same.Values, one.Values...)
		same.Candle = append(same.Candle, one.Candle...)
		same.Unread = append(same.Unread, one.Unread...)
	}
	return records
}

// All returns the candle and the other values of a record, each name once.
func (r *Record) All() []Value {
	all := make([]Value, 0, len(r.Candle)+len(r.Values))
	for _, values := range [][]Value{r.Candle, r.Values} {
		for _, v := range values {
			if !slices.ContainsFunc(all, func(o Value) bool { return o.Name == v.Name }) {
				all = append(all, v)
			}
		}
	}
	return all
}

// values reads the message that is read again by a rule.
func (r *Reader) values(rule *Rule) (records []Record) {
	d := &r.again
	refs, _ := d.records(rule.Each, rule.Where, r.match)
	records = make([]Record, 0, len(refs))
	for _, ref := range refs {
		records = append(records, Record{Values: make([]Value, 0, len(rule.Values)+1)})
		record := &records[len(records)-1]
		r.record = record
		record.At, _ = d.tape.Span(ref)
		record.Label = r.labelAgain(rule, ref)
		if rule.Time != nil {
			ok := false
			if record.Time, ok = lang.ParseTime(d.Text(rule.Time, ref), rule.Zone); !ok {
				record.Time = 0
				r.unreadTime(d, rule, ref, 0)
			}
		}
		found := false
		if rule.OHLC != nil {
			found = r.value(d, rule, &rule.close, ref)
			r.candleValues(d, rule, ref)
		}
		for i := range rule.Values {
			found = r.value(d, rule, &rule.Values[i], ref) || found
		}
		r.noteFound(rule, found, 0)
	}
	r.record = nil
	return records
}

// labelAgain returns the label of a record of a message that is read again; "" where the protocol has it.
func (r *Reader) labelAgain(rule *Rule, record Ref) string {
	if len(rule.Sub) > 0 {
		return ""
	}
	if rule.Fixed != nil {
		return string(rule.Fixed)
	}
	label := placed(&r.again, &rule.Label, record, nil, r.text, longestPlaced)
	if len(label) == 0 {
		if rule.Label.Path != nil {
			r.UnreadLabel(rule, event.NoLabel)
		}
		return r.preset.Name
	}
	return string(label)
}

// value reads a value of a record, and reports whether the record says anything of it.
func (r *Reader) value(d *Document, rule *Rule, value *preset.ValuePath, record Ref) (found bool) {
	ref := d.find(&value.Path, record)
	text := d.tape.Text(ref)
	if v, _, ok := lang.ParseNumber(text); ok {
		r.record.Values = append(r.record.Values, Value{Name: value.Name, Text: r.written(d, ref, text, v)})
		return true
	}
	if d.unchanged(rule, &value.Path, ref, record) {
		return false
	}
	r.record.Values = append(r.record.Values, Value{Name: value.Name, Text: r.noNumber(d, rule, value, ref, event.NoLabel), None: true})
	return true
}

// candleValues reads the candle of a record, or why there is none.
func (r *Reader) candleValues(d *Document, rule *Rule, record Ref) {
	parts := []struct {
		name string
		path *lang.Path
	}{{"open", &rule.OHLC.Open}, {"high", &rule.OHLC.High}, {"low", &rule.OHLC.Low}, {"close", &rule.OHLC.Close}, {"volume", rule.OHLC.Volume}}
	_, ok := d.candle(rule, record)
	if ok {
		r.record.Candle = make([]Value, 0, len(parts))
	}
	for _, part := range parts {
		text, ref := []byte(nil), Nothing
		if part.path != nil {
			ref = d.find(part.path, record)
			text = d.tape.Text(ref)
		}
		_, _, isNumber := lang.ParseNumber(text)
		switch {
		case ok && isNumber:
			r.record.Candle = append(r.record.Candle, Value{Name: part.name, Text: r.textOf(d, ref, text)})
		case !ok && !isNumber && part.name != "volume" && part.name != "close": // of the close, the value says it
			r.unread(rule, part.name, part.path, event.NoLabel, "has no number: no candle")
		}
	}
	for _, part := range []struct {
		name string
		path *lang.Path
	}{{"begin", rule.OHLC.Begin}, {"end", rule.OHLC.End}} {
		if _, isTime := lang.ParseTime(d.Text(part.path, record), rule.Zone); !ok && part.path != nil && !isTime {
			r.unread(rule, part.name, part.path, event.NoLabel, "has no time that can be read")
		}
	}
}

// written is a number as the feed writes it, in decimal where that loses nothing.
func (r *Reader) written(d *Document, ref Ref, text []byte, v float64) string {
	const exact = 1 << 53
	if c := text[len(text)-1] | 0x20; (c < 'a' || c > 'z') && !bytes.ContainsAny(text, "xX") || v >= exact {
		return r.textOf(d, ref, text)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// textOf returns the text of a value of the message that is read again. The values of a small message are parts of one copy of it: a
// screen that shows all values of its lines reads a thousand of them a second.
func (r *Reader) textOf(d *Document, ref Ref, text []byte) string {
	if len(d.raw) > largeMessage || d.frames.Prefix != nil || len(d.frames.JSONIn) > 0 || d.tape.Escaped(ref) {
		return string(text)
	}
	if r.copied == "" {
		r.copied = string(d.raw)
	}
	start, end := d.tape.Span(ref)
	if d.tape.Kind(ref) == json.String {
		start, end = start+1, end-1
	}
	return r.copied[start:end]
}
