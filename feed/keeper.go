package feed

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/alert/match"
	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/history"
)

// KeptBytes is what a feed keeps where no other limit was set.
const KeptBytes = 64 << 20

// keepEvery is how often what has happened is kept if no watcher asks for it, and how often rates and alerts are judged by
// time.
const keepEvery = time.Second

// lateTick is how long after the tick before another one was late: the process was stopped, or the machine asleep.
const lateTick = 3 * time.Second

// keeper keeps what has happened on a feed, in a goroutine of its own: it adds the batches to the history, has the alerts judge
// them, and passes them to the watchers. The goroutines that receive messages do not wait for it: what it has not kept up with
// is dropped, for all.
type keeper struct {
	history *history.History // replaced by the keeper alone, with mu
	alerts  *alert.Set       // likewise
	member  *member          // of a network; nil: of none
	partial map[int]bool     // numbers of the alerts of which the log says that they were matched with a part of a message
	clock   func() time.Time
	seal    func()          // adds the batch under construction, if anything has happened
	fields  func() []string // the names of the numbers that points carry
	work    chan struct{}   // there is something to do
	done    chan struct{}   // closed when it has ended

	sealed inbox

	waiting  atomic.Int32 // watchers that wait for news
	patient  atomic.Int32 // watchers for which the feed waits
	mu       sync.Mutex   // guards what follows
	watchers []*Watcher
	onAlert  func(alert.Change) // nil: nothing is to be done
	ended    bool
}

// newKeeper returns the keeper of a feed. work, of capacity 1, is how it is woken.
func newKeeper(f *Feed, work chan struct{}) *keeper {
	return &keeper{
		history: history.New(KeptBytes, f.preset.Limits.Series),
		alerts:  alert.New(f.preset),
		partial: make(map[int]bool),
		seal:    f.seal,
		fields:  func() []string { return f.names.Load().fields },
		clock:   f.clock,
		work:    work,
		done:    make(chan struct{}),
		sealed:  inbox{queue: queue{limit: QueueBytes, drops: true}},
	}
}

// inbox is what waits to be kept. It has a lock of its own, for who receives messages: merging what a slow watcher has not read
// takes milliseconds.
type inbox struct {
	mu    sync.Mutex
	queue queue
	count uint64 // batches that were sealed, since the beginning
}

// add queues a batch; nil is none.
func (i *inbox) add(b *event.Batch) {
	if b == nil {
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.queue.push(b)
	i.count++
}

// take removes all that waits, oldest first, and returns the number of the last one.
func (i *inbox) take() (batches []*event.Batch, last uint64) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.queue.take(), i.count
}

// isFilling reports whether a quarter of what may wait does.
func (i *inbox) isFilling() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.queue.bytes > i.queue.limit/4
}

// last returns the number of the batch that was sealed last.
func (i *inbox) last() uint64 {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.count
}

// setLimit changes how many bytes may wait.
func (i *inbox) setLimit(bytes int64) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.queue.limit = bytes
}

// run keeps what comes until stop is closed, and then the rest.
func (k *keeper) run(stop <-chan struct{}) {
	defer k.end()
	ticker := time.NewTicker(keepEvery)
	defer ticker.Stop()
	last := k.clock()
	for {
		select {
		case <-k.work:
			k.keep(k.awaited())
		case <-ticker.C:
			ticker.Reset(keepEvery) // after a late one, the next is as late: what came meanwhile is read before it
			k.keep(true)
			now := k.clock()
			k.tick(now, now.Sub(last))
			last = now
		case <-stop:
			k.keep(false)
			return
		}
	}
}

// tick judges by time, so long after the last one.
func (k *keeper) tick(now time.Time, since time.Duration) {
	if since > lateTick {
		k.member.resume(now)
	}
	status, _ := k.history.State()
	k.member.follow(now, &status, nil)
	k.history.Tick(now, since)
	k.alerts.Tick(now)
	k.report(now, nil, 0)
}

// kept returns what the keeper keeps, for any goroutine.
func (k *keeper) kept() (*history.History, *alert.Set) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.history, k.alerts
}

// restart drops all that was kept, and has the watchers begin anew.
func (k *keeper) restart() {
	k.sealed.take()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.history, k.alerts, k.partial = k.history.Anew(), k.alerts.Anew(), make(map[int]bool)
	for _, w := range k.watchers {
		w.queue, w.changes, w.fetched = queue{limit: w.queue.limit}, nil, nil
		w.begun, w.restarted = false, true
	}
}

// wake has the keeper keep what is sealed, and if a watcher waits, what is not.
func (k *keeper) wake() { signal(k.work) }

// awaited reports whether a watcher waits for news.
func (k *keeper) awaited() bool { return k.waiting.Load() > 0 }

// setLimits changes how many bytes may wait, and how many are kept.
func (k *keeper) setLimits(queue, kept int64) {
	k.sealed.setLimit(queue)
	h, _ := k.kept()
	h.SetLimit(kept)
}

// join adds a watcher, which gets all that is sealed from now on.
func (k *keeper) join(w *Watcher) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if w.closed {
		return
	}
	w.since = k.sealed.last()
	k.watchers = append(slices.Clip(k.watchers), w)
	k.waiting.Add(1)
	k.wake()
}

// watched reports whether there is a watcher.
func (k *keeper) watched() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.watchers) > 0
}

// leave removes a watcher.
func (k *keeper) leave(w *Watcher) {
	h, _ := k.kept()
	h.Pin(w)
	k.mu.Lock()
	defer k.mu.Unlock()
	if w.patient && !w.closed {
		k.patient.Add(-1)
	}
	w.closed = true
	w.queue, w.changes, w.fetched = queue{}, nil, nil
	k.watchers = slices.DeleteFunc(slices.Clone(k.watchers), func(o *Watcher) bool { return o == w })
	signal(w.news)
}

// keep keeps the batches that are sealed, and the one under construction if it is to be sealed now. It returns them.
func (k *keeper) keep(seal bool) []*event.Batch {
	if seal {
		k.seal()
	}
	batches, last := k.sealed.take()
	for _, b := range batches {
		now := k.clock()
		k.history.Add(now, b)
		k.member.follow(now, &b.Status, b)
		k.evaluate(now, b)
	}
	k.report(k.clock(), batches, last)
	return batches
}

// report writes into the log what has become of alerts, and passes it to the watchers together with the batches, the last of which has
// the number last.
func (k *keeper) report(now time.Time, batches []*event.Batch, last uint64) {
	all := k.alerts.Drain()
	changes := slices.DeleteFunc(slices.Clone(all), func(c alert.Change) bool { return c.Elsewhere })
	for i := range changes {
		k.note(now, &changes[i])
	}
	k.mu.Lock()
	onAlert := k.onAlert
	k.handOut(batches, last, len(all) > 0)
	for _, w := range k.watchers {
		w.changes = append(w.changes, changes...)
		w.changes = w.changes[max(len(w.changes)-mostChanges, 0):]
	}
	k.mu.Unlock()
	for i := 0; onAlert != nil && i < len(all); i++ {
		onAlert(all[i])
	}
}

// note writes into the log what has become of an alert.
func (k *keeper) note(now time.Time, c *alert.Change) {
	if c.Owner != "" { // the log is that of all
		return
	}
	text, kind := "alert: "+c.Text, event.Alert
	if c.State == alert.Over {
		text, kind = "alert over: "+c.Text, event.Notice
	} else if c.Count > 1 {
		text += fmt.Sprintf(" (%d times)", c.Count)
	}
	k.history.Note(now, kind, text)
}

// handOut gives batches to the watchers, the last of which has the number last, and the present state if they are to have it, or have
// joined and get none of the batches. mu is held.
func (k *keeper) handOut(batches []*event.Batch, last uint64, state bool) {
	woken := len(batches) > 0
	for _, w := range k.watchers {
		for i, b := range batches {
			if number := last - uint64(len(batches)-1-i); number > w.since {
				w.queue.push(b)
				w.begun = true
			}
		}
		if state || !w.begun {
			w.queue.push(k.state())
			w.begun, woken = true, true
		}
	}
	if woken {
		k.wakeReaders()
	}
}

// state is a batch with the present state and nothing else.
func (k *keeper) state() *event.Batch {
	status, labels := k.history.State()
	return &event.Batch{Status: status, Labels: labels}
}

// evaluate judges a batch by the alerts. The texts of messages are searched without a lock: that can take long.
func (k *keeper) evaluate(now time.Time, b *event.Batch) {
	k.alerts.Receive(now, b, k.fields())
	hits := k.alerts.Matcher().Hits(b)
	k.alerts.Matched(now, hits)
	k.notePartial(now, hits)
}

// notePartial says in the log, once for each alert, that of a large message only the beginning is matched.
func (k *keeper) notePartial(now time.Time, hits []match.Hit) {
	for _, hit := range hits {
		if hit.Short == 0 || k.partial[hit.Rule] {
			continue
		}
		for _, rule := range k.alerts.Rules() {
			if rule.Number == hit.Rule {
				k.partial[hit.Rule] = true
				k.history.Note(now, event.Notice, fmt.Sprintf("alert %s: of a large message only the first %s are matched",
					rule.Alert.String(), format.Bytes(uint64(hit.Bytes))))
			}
		}
	}
}

// wakeReaders wakes the watchers that wait. mu is held.
func (k *keeper) wakeReaders() {
	if !k.awaited() {
		return
	}
	k.waiting.Store(0)
	for _, w := range k.watchers {
		signal(w.news)
	}
}

// end notes that nothing more will come.
func (k *keeper) end() {
	k.member.leave()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ended = true
	k.wakeReaders()
}
