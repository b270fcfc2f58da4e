package session

import (
	"bytes"

	"sockeye/feed/event"
	"sockeye/feed/message"
)

// held is the newest update of a candle that is not in the batch yet. Of a run of updates to one candle only
// the last one counts, so its numbers are read when the batch is sealed, not for each update.
type held struct {
	rule    *message.Rule
	key     []byte // its begin or end, as the feed wrote it
	payload []byte // the message, in the slab of the batch; nil: nothing is held
}

// candle adds the candle of a record. alone says that the message holds no other.
func (s *Session) candle(r *message.Rule, record message.Ref, n int32, alone bool) {
	h := &s.rows[n].held
	if !alone || s.holder != event.NoLabel {
		s.release(n)
		if c, ok := s.reader.Candle(r, record); ok {
			c.Label = n
			s.upsert(c)
		}
		return
	}
	key := s.reader.CandleKey(r, record)
	if h.payload != nil && (h.rule != r || !bytes.Equal(h.key, key)) {
		s.release(n)
	}
	h.rule, h.key = r, append(h.key[:0], key...)
	s.holder = n
}

// release puts what a label holds into the batch.
func (s *Session) release(n int32) {
	h := &s.rows[n].held
	if h.payload == nil {
		return
	}
	payload := h.payload
	h.payload = nil
	if cap(h.key) > message.MaxLabel { // there is one for each label
		h.key = nil
	}
	if c, ok := s.reader.CandleAgain(h.rule, payload); ok {
		c.Label = n
		s.upsert(c)
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
