package event

// Counts are what arrived. In = Log + Heartbeats + Dropped holds in every batch, and so in every sum.
type Counts struct {
	In         int64 // messages
	Log        int64 // messages that are in Chunks
	Heartbeats int64
	Dropped    int64 // messages whose entries were merged away because what keeps them was too slow
	Unmatched  int64 // of In
	Events     int64 // records that rules of `events` matched, each once for a label; one message can hold several
	Bytes      int64 // payload bytes of In
	Numbered   int64 // messages whose number or link was read, so that a hole before them would be found
	Gaps       int64 // holes that were found in sequences
	Filled     int64 // of Gaps, those of which every message came late after all
	Missed     int64 // messages that were missing in Gaps when these were found, where their number is known
	Late       int64 // of Missed, those that came after all
	// Reconnects are the connections and attempts that have ended and are followed by another attempt, by the cause.
	Reconnects [Causes]int64
}

// Missing returns how many holes in sequences there still are.
func (c *Counts) Missing() int64 { return c.Gaps - c.Filled }

// Add adds o to c.
func (c *Counts) Add(o Counts) {
	c.In += o.In
	c.Log += o.Log
	c.Heartbeats += o.Heartbeats
	c.Dropped += o.Dropped
	c.Unmatched += o.Unmatched
	c.Events += o.Events
	c.Bytes += o.Bytes
	c.Numbered += o.Numbered
	c.Gaps += o.Gaps
	c.Filled += o.Filled
	c.Missed += o.Missed
	c.Late += o.Late
	for cause, n := range o.Reconnects {
		c.Reconnects[cause] += n
	}
}
