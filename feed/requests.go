package feed

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/message"
	"sockeye/feed/recording"
)

// requests are what is asked of the session and has not been applied yet, oldest first. The session may be busy with a
// frame for as long as that lasts; the caller does not wait for it.
type requests struct {
	pending atomic.Int32 // how many: read after each message, without a lock
	mu      sync.Mutex   // held to append or to remove, and for nothing else
	queue   []request
}

// request is one of them.
type request struct {
	call   func(now time.Time) error
	answer chan error // of capacity 1: it need not be received
}

// request queues a call of the session and returns where its answer will be. The call is applied at once if no goroutine has
// the session, else by the one that has it.
func (f *Feed) request(call func(now time.Time) error) <-chan error {
	answer := f.requests.add(call)
	f.serve()
	return answer
}

// add queues a call.
func (q *requests) add(call func(now time.Time) error) <-chan error {
	answer := make(chan error, 1)
	q.mu.Lock()
	defer q.mu.Unlock()
	q.queue = append(q.queue, request{call, answer})
	q.pending.Add(1)
	return answer
}

// take removes the calls, in the order in which they came.
func (q *requests) take() []request {
	q.mu.Lock()
	defer q.mu.Unlock()
	queue := q.queue
	q.queue = nil
	q.pending.Add(-int32(len(queue)))
	return queue
}

// applyRequests applies the requests. What each has sent goes over the wire before what the next one is about. The session is locked.
func (f *Feed) applyRequests() {
	for _, r := range f.requests.take() {
		now := f.clock()
		r.answer <- r.call(now)
		f.wire.sent(now, f.session.Pending().Frames)
	}
}

// serve applies what has been asked for, unless another goroutine has the session: that one serves after it has
// unlocked mu, and so every request is applied.
func (f *Feed) serve() {
	for f.requests.pending.Load() > 0 && f.mu.TryLock() {
		f.apply()
	}
}

// apply applies the requests, publishes what they have brought about, and unlocks mu, which is held.
func (f *Feed) apply() {
	defer f.mu.Unlock()
	f.applyRequests()
	f.publish()
}

// names are what the numbers of a feed are called. Any goroutine may read them without waiting.
type names struct {
	atomic.Pointer[struct{ fields, plots []string }]
}

// read reads the names from the session's reader. The session is locked.
func (n *names) read(r *message.Reader) {
	n.Store(&struct{ fields, plots []string }{r.Fields(), r.PlotNames()})
}

// Fields returns the names of the numbers that points carry, by Point.Field. It does not wait.
func (f *Feed) Fields() []string { return slices.Clone(f.names.Load().fields) }

// Plots returns the names of what is plotted. It does not wait.
func (f *Feed) Plots() []string { return slices.Clone(f.names.Load().plots) }

// The methods that follow ask the feed for something and do not wait for it: the feed may be busy with a long frame. They
// are applied in the order of the calls. Each returns a channel from which one error can be received, nil if it was
// possible; it need not be received.

// Plot makes a point of the number at a path of every message from now on, and of those that the log still has. Its label is what
// the message has at the path by, or where that is "" its own. Its field has the name given, or the path where that is "". The
// error says what is wrong with a path, or that the name is taken; it comes once the past has been read. Where that has messages, and
// no number at the path in any of them, the log says so.
func (f *Feed) Plot(path, by, name string) <-chan error {
	answer := make(chan error, 1)
	var reader *message.Reader // of the past
	var begun time.Time
	asked := f.request(func(now time.Time) error {
		defer f.names.read(f.session.Reader())
		name, err := f.session.Reader().Plot(path, by, name)
		if err != nil {
			return err
		}
		if f.played != nil {
			f.played.plots = append(f.played.plots, plotted{path, by, name})
		}
		reader, begun = f.session.Reader().ForkPlot(name), now
		return nil
	})
	go func() {
		err := <-asked
		if err == nil {
			if messages, found := plotPast(f, reader, begun); messages > 0 && found == 0 {
				f.Note(event.Notice, fmt.Sprintf("plot: `%s` finds nothing in the %s messages of the log", path, format.Count(messages)))
			}
		}
		answer <- err
	}()
	return answer
}

// plotPast adds to a feed what a plot would have read of the messages of the log that came before a time. The session has it in parts, so
// that the feed does not wait for all of a large log. It returns of how many messages it has read it, and in how many it was.
func plotPast(f *Feed, reader *message.Reader, before time.Time) (messages, found uint64) {
	const part = 4096
	past := make([]message.Past, 0, part)
	add := func() {
		if len(past) == 0 {
			return
		}
		some := past
		<-f.request(func(time.Time) error { f.session.PlotPast(some); return nil })
		past = make([]message.Past, 0, part)
	}
	for _, chunk := range f.History().Chunks() {
		for i := range chunk.Entries {
			e := &chunk.Entries[i]
			if !e.Kind.Inbound() || e.At >= before.UnixNano() {
				continue
			}
			messages++
			if p, ok := reader.Past(e, chunk.Payload(e)); ok {
				found++
				if past = append(past, p); len(past) == part {
					add()
				}
			}
		}
	}
	add()
	return messages, found
}

// Unplot ends a plot. The error says that there is none of that name.
func (f *Feed) Unplot(name string) <-chan error {
	return f.request(func(time.Time) error {
		defer f.names.read(f.session.Reader())
		err := f.session.Reader().Unplot(name)
		if err == nil && f.played != nil {
			f.played.plots = append(f.played.plots, plotted{name: name})
		}
		return err
	})
}

// ErrReplay is why nothing can be asked of a server whose feed is replayed.
var ErrReplay = errors.New("this is a replay, which sends nothing")

// send is request, for what sends something.
func (f *Feed) send(call func(now time.Time) error) <-chan error {
	if f.played != nil {
		answer := make(chan error, 1)
		answer <- ErrReplay
		return answer
	}
	return f.request(call)
}

// Subscribe asks for symbols, now and on every later connection. The error says why that cannot be; what
// the server answers comes with the batches.
func (f *Feed) Subscribe(symbols ...string) <-chan error {
	return f.send(func(now time.Time) error {
		f.wire.intent(now, recording.Intent{Sub: symbols})
		return f.session.Subscribe(now, symbols...)
	})
}

// Unsubscribe ends subscriptions, now and for later connections. The error says which of them were not subscribed.
func (f *Feed) Unsubscribe(symbols ...string) <-chan error {
	return f.send(func(now time.Time) error {
		f.wire.intent(now, recording.Intent{Unsub: symbols})
		return f.session.Unsubscribe(now, symbols...)
	})
}

// Send sends a text as it is. The error says why that cannot be now.
func (f *Feed) Send(text string) <-chan error {
	return f.send(func(now time.Time) error { return f.session.Send(now, text) })
}

// Resend sends again what was sent by hand on an earlier connection, see Status.Unsent, or drops it. The error says why it
// cannot be sent now.
func (f *Feed) Resend(drop bool) <-chan error {
	return f.send(func(now time.Time) error { return f.session.Resend(now, drop) })
}

// ShowHeartbeats has heartbeats in the log from now on, or not.
func (f *Feed) ShowHeartbeats(show bool) {
	f.request(func(time.Time) error {
		if f.played != nil {
			f.played.heartbeats = show
		}
		f.session.ShowHeartbeats(show)
		return nil
	})
}

// Reconnect closes the connection, if there is one, and dials at once, whatever the state.
func (f *Feed) Reconnect() <-chan error {
	return f.send(func(now time.Time) error { f.session.Reconnect(now); return nil })
}

// Disconnect closes the connection until Reconnect: the feed is CLOSED, and goes on.
func (f *Feed) Disconnect() <-chan error {
	return f.send(func(now time.Time) error { f.session.Close(now); return nil })
}
