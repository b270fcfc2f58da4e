package session

import (
	"bytes"

	"sockeye/feed/event"
	"sockeye/feed/message"
)

// held is the newest update of a candle that is not in the batch yet. Of a run of updates to one candle only
// the last one counts, so its numbers are read when the batch is sealed, not for each update: that saves 30 % of what a message costs
// (BenchmarkReceive/kraken).
type held struct {
	rule    *message.Rule
	key     []byte // its begin or end, as the feed wrote it
	payload []byte // the message, in the slab of the batch; nil: nothing is held
}

// candles puts candles into the batch.
type candles struct {
	reader *message.Reader
	labels *labels
	log    *event.Builder
	holder int32 // the label that holds the current message back, or NoLabel
}

// receive adds the candle of a record of the current message. alone says that the message holds no other.
func (c *candles) receive(r *message.Rule, record message.Ref, n int32, alone bool) {
	h := &c.labels.all[n].held
	if !alone || c.holder != event.NoLabel {
		c.release(n)
		if candle, ok := c.reader.Candle(r, record); ok {
			candle.Label = n
			c.upsert(candle)
		}
		return
	}
	key := c.reader.CandleKey(r, record)
	if h.payload != nil && (h.rule != r || !bytes.Equal(h.key, key)) {
		c.release(n)
	}
	h.rule, h.key = r, append(h.key[:0], key...)
	c.holder = n
}

// hold keeps the current message for the label that holds it back, if there is one. kept is what the batch has of it.
func (c *candles) hold(payload, kept []byte) {
	if c.holder == event.NoLabel {
		return
	}
	if len(kept) != len(payload) { // it was cut, and the candle may stand behind that
		kept = bytes.Clone(payload)
	}
	c.labels.all[c.holder].held.payload = kept
	c.holder = event.NoLabel
}

// releaseAll puts what is held back into the batch that is to be sealed.
func (c *candles) releaseAll() {
	batch := c.log.Begun()
	if batch == nil {
		return
	}
	for _, a := range batch.Activity {
		c.release(a.Label)
	}
}

// release puts what a label holds into the batch.
func (c *candles) release(n int32) {
	h := &c.labels.all[n].held
	if h.payload == nil {
		return
	}
	payload := h.payload
	h.payload = nil
	if cap(h.key) > message.MaxLabel { // there is one for each label
		h.key = nil
	}
	if candle, ok := c.reader.CandleAgain(h.rule, payload); ok {
		candle.Label = n
		c.upsert(candle)
	}
}

// upsert adds a candle to the batch, in place of the one before if it is the same candle. The label has activity in the batch.
func (c *candles) upsert(candle event.Candle) {
	batch := c.log.Current()
	l := &c.labels.all[candle.Label]
	if l.candle >= 0 {
		if last := &batch.Candles[l.candle]; last.Begin == candle.Begin && (candle.Begin != 0 || last.End == candle.End) {
			*last = candle
			return
		}
	}
	l.candle = int32(len(batch.Candles))
	batch.Candles = append(batch.Candles, candle)
}
