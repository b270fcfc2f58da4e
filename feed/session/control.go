package session

import (
	"sockeye/feed/event"
	"sockeye/feed/message"
	"sockeye/feed/preset"
)

// control is which messages can be of the protocol, and not of the data.
type control struct {
	status  message.Matcher
	objects bool // none but objects
}

func newControl(p *preset.Bound) control {
	all := append(append(append(p.Heartbeat[:0:0], p.Heartbeat...), p.Status...), p.Reconnect.Match...)
	for i := range p.Reply {
		all = append(all, p.Reply[i].Match...)
	}
	if sub := p.Subscribe; sub != nil {
		all = append(append(append(all, sub.Ack...), sub.Fail...), sub.Ended...)
	}
	if un := p.Unsubscribe; un != nil {
		all = append(all, un.Ack...)
	}
	every := message.NewMatcher(all)
	return control{status: message.NewMatcher(p.Status), objects: every.Named()}
}

// isData reports whether a message is none of the protocol, without reading what it says: on many feeds, candles and trades
// are lists, and all else is an object. That saves 5 % of what a message costs (BenchmarkReceive/kraken).
func (c *control) isData(d *message.Document, state event.State) bool {
	return c.objects && state != event.Hello && d.IsList()
}
