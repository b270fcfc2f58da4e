package headless

import (
	"time"

	"sockeye/feed"
	"sockeye/feed/eventlog"
)

// LogNetwork writes that the network of several feeds is lost, and is back, to the event log. What cannot be written is lost.
func LogNetwork(n *feed.Network, log *eventlog.Log) {
	n.OnChange(func(o feed.NetworkOutage) {
		line := eventlog.Line{At: o.Since, Network: eventlog.Lost, Text: o.String()}
		if !o.Until.IsZero() {
			line.At, line.Network, line.Lasted = o.Until, eventlog.Back, o.Until.Sub(o.Since).Round(time.Millisecond).String()
		}
		go func() { _ = log.Append([]eventlog.Line{line}) }() // a disk may be slow
	})
}
