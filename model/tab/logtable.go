package tab

import (
	"cmp"
	"slices"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/history"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/widgets/logview"
)

// largestRow is how many bytes a message may have to be a row of the log's table: it is read again for each render in which it
// is seen.
const largestRow = 64 << 10

// unnamed is what a preset calls a value that it gives no name.
const unnamed = "value"

// logTable reads messages of the log again, for the columns of the values that the preset names.
type logTable struct {
	preset  *preset.Bound
	reader  *message.Reader
	names   []string // of the values of all rules, in the order of the preset; empty: events show their texts
	columns []string // those that are shown
	main    string   // the name of the value that the first rule is about
}

func newLogTable(p *preset.Bound) *logTable {
	t := &logTable{preset: p, reader: message.NewReader(p)}
	named := false
	for i := range p.Events {
		rule := &p.Events[i]
		if rule.OHLC != nil {
			named = true
			t.addColumns("open", "high", "low", "close")
			if rule.OHLC.Volume != nil {
				t.addColumns("volume")
			}
			t.main = cmp.Or(t.main, "close")
		}
		for _, v := range rule.Values {
			t.main = cmp.Or(t.main, v.Name)
			named = named || v.Name != unnamed
			t.addColumns(v.Name)
		}
	}
	if !named {
		t.names = nil
	}
	t.columns = t.names
	return t
}

// mainColumn returns the index of the column of what the first rule is about; 0 if it is not shown.
func (t *logTable) mainColumn() int { return max(slices.Index(t.columns, t.main), 0) }

func (t *logTable) addColumns(names ...string) {
	for _, name := range names {
		if !slices.Contains(t.names, name) {
			t.names = append(t.names, name)
		}
	}
}

// choose sets the columns that are shown; nil: all.
func (t *logTable) choose(names []string) {
	t.columns = names
	if names == nil {
		t.columns = t.names
	}
}

// fields returns what an entry says in the columns; false if it is no row. row is what is known of its label, and fields are
// the names of the values there: numbers have decimals as there.
func (t *logTable) fields(e *event.Entry, payload []byte, row *history.Row, fields []string) (f logview.Fields, ok bool) {
	if e.Kind != event.Matched || len(t.columns) == 0 || len(payload) > largestRow || t.saysText(e.Rule) {
		return f, false
	}
	records := t.reader.Values(int(e.Rule), payload)
	if len(records) == 0 {
		return f, false
	}
	last := &records[len(records)-1]
	for i := len(records) - 1; i >= 0; i-- {
		if len(records[i].Label) > 0 && t.preset.ShownSymbol(string(records[i].Label)) == row.Name {
			last = &records[i]
			break
		}
	}
	f = logview.Fields{Rule: int(e.Rule), Cells: make([]string, len(t.columns)), Records: len(records)}
	for v := range last.All {
		ok = true // also if none of its columns is shown
		i := slices.Index(t.columns, v.Name)
		if i < 0 {
			continue
		}
		if n, _, isNumber := lang.ParseNumber(v.Text); isNumber && !v.None {
			f.Cells[i] = format.Number(n, decimals(v, n, row, fields))
		} else {
			f.Cells[i] = t.preset.Redact(string(v.Text))
		}
	}
	return f, ok
}

// saysText reports whether the preset says what the log shows of the messages of a rule.
func (t *logTable) saysText(rule uint16) bool {
	return rule == 0 || int(rule) > len(t.preset.Events) || !t.preset.Events[rule-1].Text.IsZero()
}

// decimals returns how many decimals a number of a value has in the watchlist; those of a candle are as those of its close.
func decimals(v *message.Value, number float64, row *history.Row, fields []string) int {
	name := v.Name
	switch name {
	case "open", "high", "low":
		name = "close"
	}
	if i := slices.Index(fields, name); i >= 0 && i < len(row.Values) && row.Values[i].Known {
		return row.Values[i].DecimalsOf(number)
	}
	_, fraction, _ := lang.ParseNumber(v.Text)
	return fraction
}
