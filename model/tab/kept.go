package tab

import (
	"time"

	"sockeye/feed/history"
	"sockeye/widgets/chart"
)

// evicted is the part of the time since from that the chart of a number, or of the candles that the feed has sent, has lost;
// none if it has all of it.
func evicted(v history.View, key history.Key, candles bool, from int64) (spans []chart.Span) {
	_, since := v.Kept(key, from)
	if candles {
		since = v.CandlesSince(key.Label)
	}
	if since <= from {
		return nil
	}
	return []chart.Span{{From: time.Unix(0, from), To: time.Unix(0, since), Kind: chart.Evicted}}
}

// coarse says that the chart of a number has less detail of the time since from than it could have; "" if it has not.
func coarse(v history.View, key history.Key, from int64) string {
	if step, _ := v.Kept(key, from); step > 0 {
		return "steps of " + step.String() + ": finer ones are evicted"
	}
	return ""
}
