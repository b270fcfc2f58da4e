package message

import (
	"cmp"

	"sockeye/feed/preset"
)

// Rule is a rule of `events`, ready for many messages.
type Rule struct {
	*preset.Event
	Number int    // counted from 1
	Fixed  []byte // the label where it is the same for every message, else nil; read-only

	matcher  Matcher
	time     place
	clock    clock // of time
	label    place
	key      place       // of the candle
	fields   []field     // of Values, or of an OHLC its close
	picked   []Ref       // its records in a message ...
	pickedOf uint64      // ... of the shape with this number; 0: of none
	found    bool        // a record had a value of it
	missed   int         // records before that which had none
	parts    candleParts // of an OHLC
}

// compile prepares the rules and names the fields.
func (r *Reader) compile() {
	p := r.preset
	for i := range p.Events {
		rule := Rule{Event: &p.Events[i], Number: i + 1}
		rule.matcher, rule.time, rule.label = NewMatcher(rule.Match), newPlace(rule.Time), newPlace(rule.Label.Path)
		for i := range rule.Values {
			rule.fields = append(rule.fields, newField(r, &rule.Values[i]))
		}
		if rule.OHLC != nil {
			rule.fields = append(rule.fields, newField(r, &preset.ValuePath{Name: "close", Path: rule.OHLC.Close}))
			rule.key = newPlace(cmp.Or(rule.OHLC.Begin, rule.OHLC.End))
			rule.parts = candlePartsOf(rule.OHLC)
		}
		switch {
		case len(rule.Sub) > 0:
		case rule.Label.IsZero():
			rule.Fixed = []byte(p.Name)
			if p.OpenEnded && len(p.Symbols) == 1 {
				rule.Fixed = []byte(p.Symbols[0])
			}
		case rule.Label.Text != nil:
			if text, err := rule.Label.Text.Text(r.text); err == nil {
				rule.Fixed = []byte(text)
			}
		}
		r.rules = append(r.rules, rule)
	}
	r.ruled = len(r.fields)
}
