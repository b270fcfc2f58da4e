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
	place := rule.OHLC.Begin
	if place == nil {
		place = rule.OHLC.End
	}
	return r.doc.Text(place, record)
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
	for _, part := range []struct {
		path *lang.Path
		v    *float64
	}{{&rule.OHLC.Open, &c.Open}, {&rule.OHLC.High, &c.High}, {&rule.OHLC.Low, &c.Low}, {&rule.OHLC.Close, &c.Close}} {
		if *part.v, c.Decimals, ok = d.number(part.path, record); !ok {
			return c, false
		}
	}
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
