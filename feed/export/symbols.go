package export

import (
	"crypto/sha256"
	"encoding/hex"
	"unicode/utf8"

	"sockeye/feed/event"
	"sockeye/feed/format"
)

// symbol is a label of a feed as the metrics have it.
type symbol struct {
	name  string
	state string // one of symbolStates; "" is no subscription
	heard int64  // receipt of its last event, Unix nanoseconds; 0: there was none
}

// symbolStates are the states of a subscription in the metrics.
var symbolStates = [...]string{"pending", "unanswered", "subscribed", "live", "stale", "rejected", "ended", "unsent", "off"}

// stateOf is the one of symbolStates for each state; none of what is no subscription.
var stateOf = [event.SubscriptionStates]string{
	event.Off:               "off",
	event.Queued:            "pending",
	event.Requested:         "pending",
	event.Retrying:          "pending",
	event.Unanswered:        "unanswered",
	event.Subscribed:        "subscribed",
	event.Live:              "live",
	event.SubscriptionStale: "stale",
	event.Rejected:          "rejected",
	event.Ended:             "ended",
	event.Unsent:            "unsent",
	event.Cancelling:        "off",
	event.Unsubscribing:     "off",
	event.Resubscribing:     "pending",
	event.Unconfirmed:       "off",
	event.StillSent:         "off",
}

// symbols returns the labels by their names, each once: those of the same name are one, in the state of the subscription among
// them. mu is held.
func (x *exported) symbols() []symbol {
	symbols := make([]symbol, 0, x.labels.Len())
	places := make(map[string]int, x.labels.Len())
	for n, l := range x.labels.All() {
		name := harmless(l.Name)
		at, known := places[name]
		if !known {
			at = len(symbols)
			places[name] = at
			symbols = append(symbols, symbol{name: name, heard: x.heardBefore[name]})
		}
		s := &symbols[at]
		s.heard = max(s.heard, x.heard[n])
		if s.state == "" {
			s.state = stateOf[l.State]
		}
	}
	return symbols
}

// maxName bounds a name in the metrics, in bytes.
const maxName = 128

// harmless returns a name from the network as a label of a metric: valid UTF-8, of bounded length, without what could hide or
// do something where it is shown. One that had to be changed ends with a number made of what it was, so that no two
// become one.
func harmless(name string) string {
	shown := name
	if len(shown) > maxName {
		shown = shown[:maxName]
		for !utf8.RuneStart(name[len(shown)]) && len(shown) > maxName-utf8.UTFMax {
			shown = shown[:len(shown)-1]
		}
	}
	if shown = format.Sanitize(shown); shown == name {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return shown + "~" + hex.EncodeToString(sum[:4])
}
