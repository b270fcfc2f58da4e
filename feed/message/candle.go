package message

import (
	"math"

	"sockeye/feed/event"
	"sockeye/feed/preset/lang"
)

// Candle returns the candle of a record of the current message. Half a candle is no candle.
func (r *Reader) Candle(rule *Rule, record Ref) (event.Candle, bool) {
	return r.doc.candle(rule, record)
}

// CandleKey returns what distinguishes the candle of a record from the next one, as the feed wrote it. It is valid until the next
// message.
func (r *Reader) CandleKey(rule *Rule, record Ref) []byte {
	return r.doc.textAt(&rule.key, record)
}

// CandleAgain reads the candle of a message that holds a single record. The current message stays as it is.
func (r *Reader) CandleAgain(rule *Rule, payload []byte) (c event.Candle, ok bool) {
	r.again.Read(payload)
	records, _ := r.again.records(rule.Each, rule.Where, r.match)
	if len(records) != 1 {
		return c, false
	}
	return r.again.candle(rule, records[0])
}

// candle reads the candle of a record.
func (d *Document) candle(rule *Rule, record Ref) (c event.Candle, ok bool) {
	parts := [...]*lang.Path{&rule.OHLC.Open, &rule.OHLC.High, &rule.OHLC.Low, &rule.OHLC.Close}
	var v [len(parts)]float64 // not the parts of c itself: pointers to them would have it allocated
	for i, path := range parts {
		if v[i], c.Decimals, ok = d.number(path, record); !ok {
			return c, false
		}
	}
	c.Open, c.High, c.Low, c.Close = v[0], v[1], v[2], v[3]
	if c.Volume, _, ok = d.number(rule.OHLC.Volume, record); !ok {
		c.Volume = math.NaN()
	}
	c.Begin, _ = lang.ParseTime(d.Text(rule.OHLC.Begin, record), rule.Zone)
	c.End, _ = lang.ParseTime(d.Text(rule.OHLC.End, record), rule.Zone)
	if closed, _, ok := d.number(rule.OHLC.Closed, record); ok {
		c.Closed = closed != 0
	}
	return c, c.Begin != 0 || c.End != 0
}
