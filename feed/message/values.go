package message

import (
	"bytes"
	"slices"
	"strconv"

	"sockeye/feed/event"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/shrink"
)

// Record is what a rule reads of one record of a message, for those who want its fields and not a chart of them. Its texts
// are from the network: not sanitised, and but for words not without secrets.
type Record struct {
	Label  []byte // as it is found in the message; nil where only the protocol has the subscription
	Time   int64  // the feed's own, Unix nanoseconds; 0 where it gives none
	Values []Value
	Candle []Value  // empty where the record makes none
	Unread []string // what cannot be read, and why

	At int // where the record begins in the message: what several rules read of one record belongs together
}

// Value is a value that a rule reads.
type Value struct {
	Name string // as the preset calls it
	Text []byte // as the feed writes it, if that is in decimal, or too large to be written in decimal; where there is no number, its word for that
	None bool   // there is no value from now on

	Decimal bool // Text is a number that stands in JSON as it is; false: it may be one
}

// recordMemory is what records consist of: a tail reads each message again, and allocating them would take as long as reading them
// does (BenchmarkLine in feed/headless).
type recordMemory struct {
	records []Record
	values  []Value
	texts   []byte // what does not stand in the message as it is to be shown
	size    shrink.Size
}

// begin drops what the last message has left, before one of so many bytes.
func (m *recordMemory) begin(bytes int) {
	if m.size.Shrinks(bytes) {
		m.records, m.values, m.texts = nil, nil, nil
	}
	m.records, m.values, m.texts = m.records[:0], m.values[:0], m.texts[:0]
}

// keep returns a copy of a text that is valid as long as the records.
func (m *recordMemory) keep(text []byte) []byte {
	begin := len(m.texts)
	m.texts = append(m.texts, text...)
	return m.texts[begin:len(m.texts):len(m.texts)]
}

// since returns the values that were added since there were so many.
func (m *recordMemory) since(begin int) []Value { return m.values[begin:len(m.values):len(m.values)] }

// Values reads a message again that is in the log: by the first rule that has matched it, of which the number is that of its
// entry, counted from 1, and by all that read it beside and after that one. What several of them read of one record is
// together. The records are in the order of the message, without a label where only the protocol has the subscription; of a
// rule with `sub` it is not known here whether there is such a subscription. They are valid until the next call, and as long as payload
// does not change. The current message stays as it is.
func (r *Reader) Values(first int, payload []byte) (records []Record) {
	if first < 1 || first > len(r.rules) {
		return nil
	}
	r.again.Read(payload)
	r.memory.begin(len(payload))
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
	if len(records) > 1 {
		slices.SortStableFunc(records, func(a, b Record) int { return a.At - b.At })
	}
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
		places[key{records[i].At, string(records[i].Label)}] = i
	}
	for _, one := range read {
		i, known := places[key{one.At, string(one.Label)}]
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

// All yields the candle and the other values of a record, each name once.
func (r *Record) All(yield func(*Value) bool) {
	for i := range r.Candle {
		if !yield(&r.Candle[i]) {
			return
		}
	}
	for i := range r.Values {
		v := &r.Values[i]
		is := func(o Value) bool { return o.Name == v.Name }
		if !slices.ContainsFunc(r.Candle, is) && !slices.ContainsFunc(r.Values[:i], is) && !yield(v) {
			return
		}
	}
}

// values reads the message that is read again by a rule.
func (r *Reader) values(rule *Rule) []Record {
	d, m := &r.again, &r.memory
	refs, _ := d.records(rule.Each, rule.Where, r.match)
	begin := len(m.records)
	for _, ref := range refs {
		m.records = append(m.records, Record{})
		record := &m.records[len(m.records)-1]
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
		before := len(m.values)
		found := false
		for i := range rule.fields {
			found = r.value(d, rule, rule.fields[i].ValuePath, ref) || found
		}
		record.Values = m.since(before)
		if rule.OHLC != nil {
			before = len(m.values)
			r.candleValues(d, rule, ref)
			record.Candle = m.since(before)
		}
		r.noteFound(rule, found, 0)
	}
	r.record = nil
	return m.records[begin:len(m.records):len(m.records)]
}

// labelAgain returns the label of a record of a message that is read again; nil where the protocol has it.
func (r *Reader) labelAgain(rule *Rule, record Ref) []byte {
	if len(rule.Sub) > 0 {
		return nil
	}
	if rule.Fixed != nil {
		return rule.Fixed
	}
	label := placed(&r.again, &rule.Label, record, nil, r.text, longestPlaced)
	if len(label) == 0 {
		if rule.Label.Path != nil {
			r.UnreadLabel(rule, event.NoLabel)
		}
		return []byte(r.preset.Name)
	}
	return r.memory.keep(label)
}

// value reads a value of a record, and reports whether the record says anything of it.
func (r *Reader) value(d *Document, rule *Rule, value *preset.ValuePath, record Ref) (found bool) {
	ref := d.find(&value.Path, record)
	text := d.tape.Text(ref)
	if lang.IsDecimal(text) {
		r.memory.values = append(r.memory.values, Value{Name: value.Name, Text: r.textOf(d, ref, text), Decimal: true})
		return true
	}
	if v, _, ok := lang.ParseNumber(text); ok {
		r.memory.values = append(r.memory.values, Value{Name: value.Name, Text: r.written(d, ref, text, v)})
		return true
	}
	if d.unchanged(rule, &value.Path, ref, record) {
		return false
	}
	word := r.noNumber(d, rule, value, ref, event.NoLabel)
	r.memory.values = append(r.memory.values, Value{Name: value.Name, Text: []byte(word), None: true})
	return true
}

// candlePart is a part of a candle with its name.
type candlePart struct {
	name string
	path *lang.Path
}

// candleParts are those of the candles of a rule.
type candleParts [5]candlePart

func candlePartsOf(o *preset.OHLC) candleParts {
	return candleParts{{"open", &o.Open}, {"high", &o.High}, {"low", &o.Low}, {"close", &o.Close}, {"volume", o.Volume}}
}

// candleValues reads the candle of a record, or why there is none.
func (r *Reader) candleValues(d *Document, rule *Rule, record Ref) {
	before, ok := len(r.memory.values), true
	var isNumber [len(rule.parts)]bool
	for i := range rule.parts {
		p := &rule.parts[i]
		if p.path != nil {
			ref := d.find(p.path, record)
			text := d.tape.Text(ref)
			v := Value{Name: p.name, Decimal: lang.IsDecimal(text)}
			if isNumber[i] = v.Decimal; !v.Decimal {
				_, _, isNumber[i] = lang.ParseNumber(text)
			}
			if isNumber[i] {
				v.Text = r.textOf(d, ref, text)
				r.memory.values = append(r.memory.values, v)
			}
		}
		ok = ok && (isNumber[i] || p.name == "volume")
	}
	o := rule.OHLC
	begin, isBegin := lang.ParseTime(d.Text(o.Begin, record), rule.Zone)
	end, isEnd := lang.ParseTime(d.Text(o.End, record), rule.Zone)
	if ok && (begin != 0 || end != 0) {
		return
	}
	r.memory.values = r.memory.values[:before]
	for i := range rule.parts {
		if p := &rule.parts[i]; !isNumber[i] && p.name != "volume" && p.name != "close" { // of the close, the value says it
			r.unread(rule, p.name, p.path, event.NoLabel, "has no number: no candle")
		}
	}
	if o.Begin != nil && !isBegin {
		r.unread(rule, "begin", o.Begin, event.NoLabel, "has no time that can be read")
	}
	if o.End != nil && !isEnd {
		r.unread(rule, "end", o.End, event.NoLabel, "has no time that can be read")
	}
}

// written is a number as the feed writes it, in decimal where that loses nothing.
func (r *Reader) written(d *Document, ref Ref, text []byte, v float64) []byte {
	const exact = 1 << 53
	if c := text[len(text)-1] | 0x20; (c < 'a' || c > 'z') && bytes.IndexByte(text, 'x') < 0 && bytes.IndexByte(text, 'X') < 0 || v >= exact {
		return r.textOf(d, ref, text)
	}
	return strconv.AppendFloat(nil, v, 'f', -1, 64)
}

// textOf returns the text of a value of the message that is read again, valid as long as the records.
func (r *Reader) textOf(d *Document, ref Ref, text []byte) []byte {
	if d.tape.Escaped(ref) {
		return r.memory.keep(text)
	}
	return text
}
