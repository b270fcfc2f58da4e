package feed

import (
	"fmt"
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/history"
)

// KeptBytes is what a feed keeps that nobody has given another limit.
const KeptBytes = 64 << 20

// keepEvery is how often what has happened is kept if no watcher asks for it, and how often rates and alerts are judged by
// time.
const keepEvery = time.Second

// History returns what the feed keeps.
func (f *Feed) History() *history.History { return f.history }

// Alerts returns the alerts of the feed, which all its watchers share.
func (f *Feed) Alerts() *alert.Set { return f.alerts }

// SetMemory changes how many bytes may wait for the keeper of the feed, and how many it may keep. The longest entry is a part of
// both.
func (f *Feed) SetMemory(queue, kept int64) {
	f.readers.Lock()
	f.sealed.limit = queue
	f.readers.Unlock()
	f.history.SetLimit(kept)
	f.session.LimitEntries((queue + kept) / entryParts)
}

// entryParts is into how many parts all memory of a feed is divided, of which one entry can have one.
const entryParts = 4

// keeper is the goroutine that keeps what has happened: it adds the batches to the history, judges them by the alerts, and
// hands them to the watchers. The goroutines that receive messages do not wait for it: what it has not kept up with is
// dropped, for all.
func (f *Feed) keeper() {
	defer close(f.kept)
	defer f.guard()
	defer f.endWatchers()
	ticker := time.NewTicker(keepEvery)
	defer ticker.Stop()
	last := time.Now()
	for {
		select {
		case <-f.work:
			f.keep(f.waiting.Load() > 0)
		case <-ticker.C:
			f.keep(true)
			now := time.Now()
			f.history.Tick(now.Sub(last))
			last = now
			f.alerts.Tick(now)
			f.report(now)
		case <-f.done:
			f.keep(false)
			return
		}
	}
}

// keep keeps the batches that are sealed, and the one under construction if it is to be sealed now.
func (f *Feed) keep(seal bool) {
	if seal {
		f.sealNow()
	}
	f.readers.Lock()
	batches, last := f.sealed.take(), f.seals
	f.readers.Unlock()
	for _, b := range batches {
		now := time.Now()
		f.history.Add(now, b)
		f.evaluate(now, b)
	}
	f.handOut(batches, last)
	f.report(time.Now())
}

// sealNow seals the batch under construction, if anything has happened.
func (f *Feed) sealNow() {
	defer f.serve()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.applyRequests() // a watcher that has not joined yet would miss the batch
	f.seal()
}

// handOut gives batches to the watchers, the last of which has the number last, and the present state to a watcher that has
// joined and gets none of them.
func (f *Feed) handOut(batches []*event.Batch, last uint64) {
	f.readers.Lock()
	defer f.readers.Unlock()
	woken := len(batches) > 0
	for _, w := range f.watchers {
		for i, b := range batches {
			if number := last - uint64(len(batches)-1-i); number > w.since {
				w.queue.push(b)
				w.begun = true
			}
		}
		if !w.begun {
			w.queue.push(f.state())
			w.begun, woken = true, true
		}
	}
	if woken {
		f.wakeReaders()
	}
}

// state is a batch with the present state and nothing else.
func (f *Feed) state() *event.Batch {
	status, labels := f.history.State()
	return &event.Batch{Status: status, Labels: labels}
}

// evaluate judges a batch by the alerts. The texts of messages are searched without a lock: that can take long.
func (f *Feed) evaluate(now time.Time, b *event.Batch) {
	f.alerts.Receive(now, b, f.names.Load().fields)
	hits := f.alerts.Matcher().Hits(b)
	f.alerts.Matched(now, hits)
	f.notePartial(now, hits)
}

// notePartial says in the log, once for each alert, that of a large message only the beginning is matched.
func (f *Feed) notePartial(now time.Time, hits []alert.Hit) {
	for _, hit := range hits {
		if hit.Short == 0 || f.partial[hit.Rule] {
			continue
		}
		for _, rule := range f.alerts.Rules() {
			if rule.Number == hit.Rule {
				f.partial[hit.Rule] = true
				f.history.Note(now, event.Notice, fmt.Sprintf("alert %s: of a large message only the first %s are matched",
					rule.Alert.String(), format.Bytes(uint64(hit.Bytes))))
			}
		}
	}
}

// report says in the log what has become of alerts, and tells the watchers.
func (f *Feed) report(now time.Time) {
	changes := f.alerts.Drain()
	if len(changes) == 0 {
		return
	}
	for i := range changes {
		c := &changes[i]
		text := "alert: " + c.Text
		if c.State == alert.Over {
			text = "alert over: " + c.Text
		} else if c.Count > 1 {
			text += fmt.Sprintf(" (%d times)", c.Count)
		}
		f.history.Note(now, event.Alert, text)
	}
	f.readers.Lock()
	defer f.readers.Unlock()
	for _, w := range f.watchers {
		w.changes = append(w.changes, changes...)
		w.changes = w.changes[max(len(w.changes)-mostChanges, 0):]
		w.queue.push(f.state())
		w.begun = true
	}
	f.wakeReaders()
}

// endWatchers has the watchers know that nothing more will come.
func (f *Feed) endWatchers() {
	f.readers.Lock()
	defer f.readers.Unlock()
	f.ended = true
	f.wakeReaders()
}
