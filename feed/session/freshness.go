package session

import (
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
)

// freshness is whether the data of each subscription still comes: `stale` of a preset.
type freshness struct {
	conn   *connection
	labels *labels
	log    *log
	timers *timers
	next   time.Time // no subscription goes stale before; zero: none is live
}

// due returns when the first subscription may be stale.
func (f *freshness) due() time.Time {
	if !f.conn.isOpen() {
		return time.Time{}
	}
	return f.next
}

// from arranges for the moment when a subscription that is live goes stale, if nothing comes after t.
func (f *freshness) from(l *label, t time.Time) {
	if due := t.Add(l.staleAfter); l.staleAfter > 0 && (f.next.IsZero() || due.Before(f.next)) {
		f.next = due
	}
}

// expire marks the subscriptions whose data has stopped.
func (f *freshness) expire(now time.Time) {
	f.next = time.Time{}
	var after []time.Duration // in the order found
	stale := map[time.Duration][]string{}
	for n := range f.labels.all {
		l := &f.labels.all[n]
		if l.State != event.Live && l.State != event.Subscribed || l.staleAfter == 0 {
			continue
		}
		if last := f.timers.judged(l.lastSign()); now.Before(last.Add(l.staleAfter)) {
			f.from(l, last)
			continue
		}
		f.labels.move(now, int32(n), staleDue, "")
		if stale[l.staleAfter] == nil {
			after = append(after, l.staleAfter)
		}
		stale[l.staleAfter] = append(stale[l.staleAfter], l.Name)
	}
	if len(stale) == 0 {
		return
	}
	heartbeat := "no heartbeat yet"
	if last := f.conn.status.LastBeat; !last.IsZero() {
		heartbeat = "heartbeat " + format.Elapsed(now.Sub(last)) + " ago"
	}
	for _, d := range after {
		f.log.note(now, event.Trouble, event.NoLabel, "stale: no data for "+format.Length(d)+" on "+listed(stale[d])+"; "+heartbeat)
	}
	f.conn.refresh(now, f.labels)
}
