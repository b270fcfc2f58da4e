package message

import (
	"sockeye/feed/preset"
)

// Rule is a rule of `events`, ready for many messages.
type Rule struct {
	*preset.Event
	Number int    // counted from 1
	Fixed  []byte // the label where it is the same for every message, else nil; read-only

	fields   []uint8          // of Values; of an OHLC, one for the close
	close    preset.ValuePath // of an OHLC
	picked   []Ref            // its records in a message ...
	pickedOf uint64           // ... of the shape with this number; 0: of none
	found    bool             // a record had a value of it
	missed   int              // records before that which had none
	parts    candleParts      // of an OHLC
}

// compile prepares the rules and names the fields.
func (r *Reader) compile() {
	p := r.preset
	for i := range p.Events {
		rule := Rule{Event: &p.Events[i], Number: i + 1}
		for _, v := range rule.Values {
			rule.fields = append(rule.fields, r.field(v.Name))
		}
		if rule.OHLC != nil {
			rule.close = preset.ValuePath{Name: "close", Path: rule.OHLC.Close}
			rule.fields = append(rule.fields, r.field("close"))
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
