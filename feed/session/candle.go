package session

import (
	"bytes"
	"math"

	"sockeye/feed/event"
	"sockeye/feed/message/json"
	"sockeye/feed/preset/lang"
)

// held is the newest update of a candle that is not in the batch yet. Of a run of updates to one candle only
// the last one counts, so its numbers are read when the batch is taken, not for each update.
type held struct {
	rule    *rule
	key     []byte // its begin or end, as the feed wrote it
	payload []byte // the message, in the slab of the batch; nil: nothing is held
}

// candle adds the candle of a record, and its close as a point. alone says that the message holds no other. It reports
// whether the record says anything of the close.
func (s *Session) candle(r *rule, record json.Ref, n int32, at int64, alone bool) (found bool) {
	found = s.value(r, &r.close, r.fields[0], record, n, at)
	if s.trace != nil {
		s.traceCandle(r, record, n)
	}
	h := &s.rows[n].held
	if !alone || s.holder != event.NoLabel {
		s.release(n)
		if c, ok := s.doc.candle(r, record); ok {
			c.Label = n
			s.upsert(c)
		}
		return found
	}
	place := r.OHLC.Begin
	if place == nil {
		place = r.OHLC.End
	}
	key := s.doc.text(place, record)
	if h.payload != nil && (h.rule != r || !bytes.Equal(h.key, key)) {
		s.release(n)
	}
	h.rule, h.key = r, append(h.key[:0], key...)
	s.holder = n
	return found
}

// traceCandle traces the candle of a record, or why there is none.
func (s *Session) traceCandle(r *rule, record json.Ref, n int32) {
	parts := []struct {
		name string
		path *lang.Path
	}{{"open", &r.OHLC.Open}, {"high", &r.OHLC.High}, {"low", &r.OHLC.Low}, {"close", &r.OHLC.Close}, {"volume", r.OHLC.Volume}}
	_, ok := s.doc.candle(r, record)
	for _, part := range parts {
		text := s.doc.text(part.path, record)
		_, _, isNumber := lang.ParseNumber(text)
		switch {
		case ok && isNumber:
			s.trace.now.Candle = append(s.trace.now.Candle, TracedValue{Name: part.name, Text: string(text)})
		case !ok && !isNumber && part.name != "volume" && part.name != "close": // of the close, the point says it
			s.unread(r, part.name, part.path, n, "has no number: no candle")
		}
	}
	for _, part := range []struct {
		name string
		path *lang.Path
	}{{"begin", r.OHLC.Begin}, {"end", r.OHLC.End}} {
		if _, isTime := lang.ParseTime(s.doc.text(part.path, record), r.Zone); !ok && part.path != nil && !isTime {
			s.unread(r, part.name, part.path, n, "has no time that can be read")
		}
	}
}

// release puts what a row holds into the batch.
func (s *Session) release(n int32) {
	h := &s.rows[n].held
	if h.payload == nil {
		return
	}
	s.late.read(h.payload)
	h.payload = nil
	if cap(h.key) > maxLabel { // there is one for each row
		h.key = nil
	}
	if s.late.records(h.rule.Each, h.rule.Where, s.base) && len(s.late.picked) == 1 {
		if c, ok := s.late.candle(h.rule, s.late.picked[0]); ok {
			c.Label = n
			s.upsert(c)
		}
	}
}

// upsert adds a candle to the batch, in place of the one before if it is the same candle. activityOf was
// called for its row.
func (s *Session) upsert(c event.Candle) {
	batch := s.build.Current()
	r := &s.rows[c.Label]
	if r.candle >= 0 {
		if last := &batch.Candles[r.candle]; last.Begin == c.Begin && (c.Begin != 0 || last.End == c.End) {
			*last = c
			return
		}
	}
	r.candle = int32(len(batch.Candles))
	batch.Candles = append(batch.Candles, c)
}

// candle reads the candle of a record. Half a candle is no candle.
func (d *document) candle(r *rule, record json.Ref) (c event.Candle, ok bool) {
	for _, part := range []struct {
		path *lang.Path
		v    *float64
	}{{&r.OHLC.Open, &c.Open}, {&r.OHLC.High, &c.High}, {&r.OHLC.Low, &c.Low}, {&r.OHLC.Close, &c.Close}} {
		if *part.v, c.Decimals, ok = d.number(part.path, record); !ok {
			return c, false
		}
	}
	if c.Volume, _, ok = d.number(r.OHLC.Volume, record); !ok {
		c.Volume = math.NaN()
	}
	c.Begin, _ = lang.ParseTime(d.text(r.OHLC.Begin, record), r.Zone)
	c.End, _ = lang.ParseTime(d.text(r.OHLC.End, record), r.Zone)
	if closed, _, ok := d.number(r.OHLC.Closed, record); ok {
		c.Closed = closed != 0
	}
	return c, c.Begin != 0 || c.End != 0
}

// number returns the number at a path; missing, null, empty and other text are none.
func (d *document) number(p *lang.Path, record json.Ref) (v float64, decimals int8, ok bool) {
	text := d.text(p, record)
	if len(text) == 0 {
		return 0, 0, false
	}
	v, n, ok := lang.ParseNumber(text)
	return v, int8(min(n, math.MaxInt8)), ok
}
