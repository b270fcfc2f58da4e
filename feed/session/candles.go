package session

import (
	"bytes"

	"sockeye/feed/event"
	"sockeye/feed/message"
)

// candle is what is known of the last candle of a label.
type candle struct {
	held   held
	serial uint32 // the batch that place is in
	place  int32  // of the last one among the candles of that batch
}

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
	all    []candle // by the number of the label; may be shorter than the labels
	log    *event.Builder
	holder int32 // the label that holds the current message back, or NoLabel
}

// receive adds the candle of a record of the current message. alone says that the message holds no other.
func (c *candles) receive(r *message.Rule, record message.Ref, n int32, alone bool) {
	for int(n) >= len(c.all) {
		c.all = append(c.all, candle{})
	}
	h := &c.all[n].held
	if !alone || c.holder != event.NoLabel {
		c.release(n)
		if read, ok := c.reader.Candle(r, record); ok {
			read.Label = n
			c.upsert(read)
		}
		return
	}
	key := c.reader.CandleKey(r, record)
	if h.rule != r || !bytes.Equal(h.key, key) {
		c.release(n)
		h.rule, h.key = r, append(h.key[:0], key...)
	}
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
	c.all[c.holder].held.payload = kept
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
	if int(n) >= len(c.all) || c.all[n].held.payload == nil {
		return
	}
	h := &c.all[n].held
	payload := h.payload
	h.payload = nil
	if cap(h.key) > message.MaxLabel { // there is one for each label
		h.key = nil
	}
	if read, ok := c.reader.CandleAgain(h.rule, payload); ok {
		read.Label = n
		c.upsert(read)
	}
}

// upsert adds a candle to the batch, in place of the one before if it is the same candle.
func (c *candles) upsert(read event.Candle) {
	batch, serial := c.log.Current(), c.log.Serial()
	l := &c.all[read.Label]
	if l.serial == serial {
		if last := &batch.Candles[l.place]; last.Begin == read.Begin && (read.Begin != 0 || last.End == read.End) {
			*last = read
			return
		}
	}
	l.serial, l.place = serial, int32(len(batch.Candles))
	batch.Candles = append(batch.Candles, read)
}
