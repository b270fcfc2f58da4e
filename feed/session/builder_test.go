package session_test

import (
	"testing"
	"time"
)

// TestFullBatchesFillTheirChunks searches for memory that batches of a flood keep and do not use: it is taken from the history.
func TestFullBatchesFillTheirChunks(t *testing.T) {
	now := time.Unix(1772366400, 0)
	message := []byte(ohlc("XBT/USD", 1772366400.5, 1772366460, "3586.70000"))
	s := opened(t, "kraken", now, []string{ack("XBT/USD"), ack("ETH/USD")})
	for batches := 0; batches < 10; {
		s.Receive(now, message)
		if !s.Full() {
			continue
		}
		batches++
		var used, kept int
		for _, c := range s.Seal().Chunks {
			used += len(c.Slab)
			kept += cap(c.Slab)
		}
		if used < kept*9/10 {
			t.Errorf("full batch %d keeps %d bytes of slabs for %d", batches, kept, used)
		}
	}
}
