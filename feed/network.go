package feed

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/alertrule"
	"sockeye/feed/event"
	"sockeye/feed/format"
)

const (
	// together is within what time feeds have to be lost or fall silent for it to be one cause.
	together = time.Second
	// quietFor is how long a feed that is connected must have had no frame of any kind to count as silent: a feed that goes on
	// has heartbeats, or is slow enough to say nothing about the network.
	quietFor = 3 * time.Second
	// mostNames is how many feeds a text names of many.
	mostNames = 3
)

// Network is what several feeds have in common: the network of this machine. When all feeds that are connected, to two servers
// or more, are lost or fall silent within a second, that is one cause, and is said once. Its methods may be called by any
// goroutine.
type Network struct {
	mu       sync.Mutex // guards what follows
	members  []*member  // in the order in which they were added
	outage   NetworkOutage
	said     map[string]bool // the means by which alerts have said that it is lost
	onChange []func(NetworkOutage)
}

// NetworkOutage is that the network is lost, or was.
type NetworkOutage struct {
	Since  time.Time
	Feeds  []string      // names of those that were lost or silent within a second
	All    int           // how many were connected
	Within time.Duration // they were lost
	Until  time.Time     // zero: it is still lost
}

// String says what has happened.
func (o *NetworkOutage) String() string {
	if !o.Until.IsZero() {
		return "network: back after " + format.Elapsed(o.Until.Sub(o.Since))
	}
	names := strings.Join(o.Feeds[:min(len(o.Feeds), mostNames)], ", ")
	if more := len(o.Feeds) - mostNames; more > 0 {
		names += fmt.Sprintf(" and %d more", more)
	}
	which := "all "
	if len(o.Feeds) < o.All {
		which = fmt.Sprintf("of %d feeds ", o.All)
	}
	return fmt.Sprintf("network: %s%d were lost within %s: %s", which, len(o.Feeds), format.Elapsed(max(o.Within, time.Second)), names)
}

// member is a feed in the network. What belongs to it is guarded by mu of the network.
type member struct {
	network *Network
	name    string
	address string // of the server
	feed    *Feed

	connected bool
	lost      time.Time // when the connection was lost; zero: there is one, there was none, or it was ended on purpose
	frame     time.Time // the last one of any kind
	stale     bool
	known     time.Time            // up to which this is known
	spoken    map[string]time.Time // when alerts have said by which means that the feed is silent
}

// NewNetwork returns a network without feeds.
func NewNetwork() *Network { return &Network{} }

// Add adds a feed that was not started. It belongs to the network until it is closed.
func (n *Network) Add(f *Feed) {
	m := &member{network: n, name: f.preset.Name, feed: f, spoken: make(map[string]time.Time)}
	if u, err := url.Parse(f.preset.URL); err == nil {
		m.address = u.Host
	}
	f.keeper.member = m
	f.keeper.alerts.SetNetwork(m)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.members = append(n.members, m)
}

// OnChange has a function called when the network is lost and when it is back, by any goroutine. It must return at once.
func (n *Network) OnChange(do func(NetworkOutage)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.onChange = append(n.onChange, do)
}

// Lost returns the outage that goes on; false: there is none.
func (n *Network) Lost() (NetworkOutage, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.outage, !n.outage.Since.IsZero()
}

// follow notes the state of a feed after a batch, or nil at a tick.
func (m *member) follow(now time.Time, status *event.Status, b *event.Batch) {
	if m == nil {
		return
	}
	n := m.network
	n.mu.Lock()
	was := m.connected
	m.known = now
	m.connected, m.stale = status.State.Connected(), status.State == event.Stale
	if status.LastFrame.After(m.frame) {
		m.frame = status.LastFrame
	}
	switch {
	case m.connected, status.State == event.Closed, status.State == event.Failed:
		m.lost = time.Time{}
	case was && b != nil:
		m.lost = lostAt(b, m.frame)
	}
	n.finish(n.judge(now, nil))
}

// lostAt returns when a connection was lost that a batch says is; zero if that says nothing about the network.
func lostAt(b *event.Batch, frame time.Time) time.Time {
	switch ended := &b.Counts.Reconnects; {
	case ended[event.Silent] > 0:
		return frame
	case ended[event.Broken] > 0:
		for _, c := range b.Changes {
			if !c.State.Connected() {
				return c.At
			}
		}
		return b.Status.Since
	}
	return time.Time{}
}

// finish unlocks, and says what has changed: in the log of one of the feeds, and to who wants to know.
func (n *Network) finish(changed bool, outage NetworkOutage) {
	onChange := n.onChange
	var first *Feed
	for _, m := range slices.Backward(n.members) {
		if slices.Contains(outage.Feeds, m.name) {
			first = m.feed
		}
	}
	n.mu.Unlock()
	if changed && first != nil {
		first.Note(event.Trouble, outage.String())
	}
	for i := 0; changed && i < len(onChange); i++ {
		onChange[i](outage)
	}
}

// judge finds out whether the network is lost, and reports whether that has changed. suspect is a feed that is silent for too
// long, whatever its state says.
func (n *Network) judge(now time.Time, suspect *member) (changed bool, outage NetworkOutage) {
	if since := n.outage.Since; !since.IsZero() {
		for _, m := range n.members {
			if m.connected && m.frame.After(since) {
				outage, n.outage, n.said = n.outage, NetworkOutage{}, nil
				outage.Until = now
				return true, outage
			}
		}
		return false, n.outage
	}
	lost, at, within, all, ok := n.lost(now, suspect)
	if !ok {
		return false, n.outage
	}
	n.outage = NetworkOutage{Since: at, All: all, Within: within}
	n.said = make(map[string]bool)
	for _, m := range lost {
		n.outage.Feeds = append(n.outage.Feeds, m.name)
		for means, said := range m.spoken {
			if said.After(at) {
				n.said[means] = true
			}
		}
	}
	return true, n.outage
}

// lost returns the feeds that were lost or have fallen silent within a second, of how many that were connected then, and when
// the last of them was; false if that is no matter of the network.
func (n *Network) lost(now time.Time, suspect *member) (lost []*member, at time.Time, within time.Duration, all int, ok bool) {
	certain := false
	for _, m := range n.members {
		switch {
		case !m.lost.IsZero():
			certain = true
		case !m.connected:
			continue
		case now.Sub(m.frame) < quietFor:
			return nil, at, 0, 0, false // it is well
		default:
			certain = certain || m.stale || m == suspect
		}
		if moment := m.moment(); moment.After(at) {
			at = moment
		}
	}
	if !certain {
		return nil, at, 0, 0, false
	}
	var addresses []string
	for _, m := range n.members {
		if !m.connected && (m.lost.IsZero() || at.Sub(m.lost) > together) {
			continue // it was not connected then
		}
		all++
		if gap := at.Sub(m.moment()); gap <= together {
			lost, within = append(lost, m), max(within, gap)
			if !slices.Contains(addresses, m.address) {
				addresses = append(addresses, m.address)
			}
		}
	}
	return lost, at, within, all, len(lost) > 1 && len(addresses) > 1
}

// moment is when a feed was lost or fell silent.
func (m *member) moment() time.Time {
	if m.connected {
		return m.frame
	}
	return m.lost
}

// resume notes that nothing ran for a time: what is silent since is so for no other reason.
func (m *member) resume(now time.Time) {
	if m == nil {
		return
	}
	m.network.mu.Lock()
	defer m.network.mu.Unlock()
	m.frame = now
}

// leave removes the feed from its network.
func (m *member) leave() {
	if m == nil {
		return
	}
	n := m.network
	n.mu.Lock()
	defer n.mu.Unlock()
	n.members = slices.DeleteFunc(n.members, func(o *member) bool { return o == m })
}

// Say implements [alert.Network].
func (m *member) Say(now time.Time, rule *alertrule.Rule) (text string, answer alert.Answer) {
	n := m.network
	n.mu.Lock()
	defer func(changed bool, outage NetworkOutage) { n.finish(changed, outage) }(n.judge(now, m))
	means := meansOf(rule)
	if n.outage.Since.IsZero() {
		if !m.isHeard() && n.isOpen(m) {
			return "", alert.Wait
		}
		for _, by := range means {
			m.spoken[by] = now
		}
		return "", alert.Alone
	}
	if !slices.ContainsFunc(means, func(by string) bool { return !n.said[by] }) {
		return n.outage.String(), alert.Said
	}
	for _, by := range means {
		n.said[by] = true
	}
	return n.outage.String(), alert.Common
}

// isHeard reports whether frames of a feed go on, whatever becomes of its data: that is no matter of the network.
func (m *member) isHeard() bool { return m.connected && m.known.Sub(m.frame) < quietFor }

// isOpen reports whether it is too early to say that a feed is lost or silent by itself: others can have been lost within a second,
// and that is not known yet.
func (n *Network) isOpen(m *member) bool {
	return slices.ContainsFunc(n.members, func(o *member) bool {
		return o != m && o.connected && o.known.Sub(m.moment()) <= together
	})
}

// meansOf returns the means by which an alert notifies; the list of alerts is always one of them.
func meansOf(rule *alertrule.Rule) []string {
	means := []string{"list"}
	if rule.Bell {
		means = append(means, "bell")
	}
	if rule.Notify {
		means = append(means, "notify")
	}
	if rule.Run != "" {
		means = append(means, "run "+rule.Run)
	}
	return means
}

// Lost implements [alert.Network].
func (m *member) Lost() bool {
	_, lost := m.network.Lost()
	return lost
}
