package subscription

import (
	"errors"
	"fmt"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/label"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/preset/lang"
	"sockeye/feed/scope"
)

// Subscriptions is what the operator wants, what was asked for and what the server has answered. The states of a subscription
// and what changes them are in transitions.go.
type Subscriptions struct {
	preset  *preset.Bound
	log     *event.Builder
	doc     *message.Document
	labels  *label.Table
	scopes  *scope.Scopes
	saver   *scope.Saver
	conn    Connection
	outbox  Outbox
	clocks  Clocks
	list    *list
	answers *answers
	routes  *routes
	overdue Overdue

	count       counts
	open        int             // requests whose answer may still come
	requests    int64           // subscribe messages sent, to distinguish older from newer
	retries     []*subscription // rejected on an earlier connection, and not asked for again yet
	awaitedFrom time.Time       // see AwaitedFrom
}

// counts are how many subscriptions are in some states together; see [event.SubscriptionState].
type counts struct{ agreed, givenUp, awaited int }

// add adds so many in a state.
func (c *counts) add(state event.SubscriptionState, n int) {
	if state.Agreed() {
		c.agreed += n
	}
	if state.GivenUp() {
		c.givenUp += n
	}
	if state.Awaited() {
		c.awaited += n
	}
}

// Connection is the connection of the feed.
type Connection interface {
	IsOpen() bool          // whether requests may go out
	OpenedAt() time.Time   // zero without a connection
	Refresh(now time.Time) // the states of subscriptions have changed, on which that of the feed depends
	Rearm()                // something may be due earlier than before
}

// Verb is what a message to the server is for.
type Verb uint8

// The verbs.
const (
	Subscribe Verb = iota
	Unsubscribe
)

// Outbox is what sends our requests. It asks [Subscriptions.StillDue] for which labels a request is sent when its turn has come,
// fills it in with [Subscriptions.ScopeFor], and reports [Subscriptions.Sent] or [Subscriptions.NotSent].
type Outbox interface {
	// Request queues the messages of a request for labels.
	Request(v Verb, send lang.Template, labels []int32)
	// Flush sends what is queued, as far as it may go out now.
	Flush(now time.Time)
}

// Clocks are the clocks of the data.
type Clocks interface {
	Live(now time.Time, n int32)            // data of a label is to be expected from now on
	Gone(n int32)                           // or no longer
	Event(now time.Time, n int32, old bool) // an event came; old says that it is history
	ConnectionLost()                        // no data is to be expected until the next connection
}

// Parts are what subscriptions work with: the preset, the reader of messages, and the owner's other parts.
type Parts struct {
	Preset     *preset.Bound
	Reader     *message.Reader
	Log        *event.Builder
	Labels     *label.Table
	Scopes     *scope.Scopes
	Saver      *scope.Saver
	Connection Connection
	Outbox     Outbox
	Clocks     Clocks
}

// New returns subscriptions of which nothing is wanted yet.
func New(p Parts) *Subscriptions {
	l := &list{labels: p.Labels}
	s := &Subscriptions{
		preset: p.Preset, log: p.Log, doc: p.Reader.Document(), labels: p.Labels, scopes: p.Scopes, saver: p.Saver,
		conn: p.Connection, outbox: p.Outbox, clocks: p.Clocks,
		list: l, answers: newAnswers(p.Preset, p.Reader.Document(), l, p.Scopes), routes: newRoutes(p.Preset.Events, p.Scopes),
	}
	s.overdue.subs = s
	return s
}

// Overdue returns the answers that are waited for.
func (s *Subscriptions) Overdue() *Overdue { return &s.overdue }

// Find returns the label of the subscription that a rule's `sub` finds for the current message, or event.NoLabel.
func (s *Subscriptions) Find(rule *message.Rule) int32 { return s.routes.find(rule, s.doc) }

// AwaitedFrom returns since when the server has a reason to send something: the first request after a time in which nothing was
// asked for or live; zero in such a time.
func (s *Subscriptions) AwaitedFrom() time.Time { return s.awaitedFrom }

// Stale notes that a label has had no event for too long, and reports whether it had been well until now.
func (s *Subscriptions) Stale(now time.Time, n int32) bool { return s.move(now, n, staleDue, "") }

// move changes the state of a label as the table of transitions has it, and reports whether it did.
func (s *Subscriptions) move(now time.Time, n int32, why cause, reason string) bool {
	from := s.labels.At(n).State
	to, ok := transitions[why][from]
	if !ok {
		return false
	}
	s.count.add(from, -1)
	s.count.add(to, 1)
	if from.Agreed() && !to.Agreed() {
		s.clocks.Gone(n)
	}
	s.labels.Move(now, n, to, reason)
	if s.count.awaited == 0 {
		s.awaitedFrom = time.Time{}
	}
	s.conn.Rearm()
	return true
}

// inFlight is how long an event may have been on its way: one that comes sooner after a subscription was asked for again,
// rejected or given up says nothing about that.
const inFlight = time.Second

// hangUpWait is how soon a server hangs up that does so because of what it was asked for.
const hangUpWait = 10 * time.Second

// Subscribe asks for symbols, now or when there is a connection, and again on every later connection. The error names the first
// symbol that cannot be asked for; those before it are.
func (s *Subscriptions) Subscribe(now time.Time, symbols []string) error {
	if s.preset.Subscribe == nil {
		return fmt.Errorf("preset %s has no `subscribe`: :send TEXT sends what its server wants to hear", s.preset.Name)
	}
	for _, symbol := range symbols {
		if n, known := s.labels.Number(symbol); !s.preset.OpenEnded && (!known || s.labels.At(n).Symbol == "") {
			return fmt.Errorf("preset %s has no params.symbols: there is nothing to choose from", s.preset.Name)
		}
	}
	limit, have := s.preset.Subscribe.Limit, 0
	for n := range s.labels.Len() {
		if s.labels.At(int32(n)).State.Wanted() {
			have++
		}
	}
	var queued []int32
	var err error
	for _, symbol := range symbols {
		if n, known := s.labels.Number(symbol); !known || !s.labels.At(n).State.Wanted() {
			have++
		}
		if limit > 0 && have > limit {
			err = fmt.Errorf("%s would be subscription %d, and preset %s allows %d on one connection", s.preset.ShownSymbol(symbol), have, s.preset.Name, limit)
			break
		}
		if sub := s.Want(now, symbol); s.labels.At(sub).State == event.Queued {
			queued = append(queued, sub)
		}
	}
	s.conn.Refresh(now)
	if s.conn.IsOpen() {
		s.request(now, queued)
	}
	return err
}

// Want notes that the operator wants a symbol, and returns the number of its label. It is not asked for.
func (s *Subscriptions) Want(now time.Time, symbol string) int32 {
	n, known := s.labels.Number(symbol)
	if !known {
		n = s.labels.Add(symbol, event.Off)
	}
	sub := s.list.make(n)
	sub.label().Symbol, sub.hungUp = symbol, false
	if s.move(now, sub.number, wanted, "") {
		switch sub.state() {
		case event.Queued:
			s.closeRequest(sub)
		case event.Requested: // its cancellation was not sent, and its answer may still come
			s.overdue.awaitAnswer(now, sub)
		}
	}
	return n
}

// Unsubscribe gives symbols up, now and for later connections. The error names those that are not subscribed.
func (s *Subscriptions) Unsubscribe(now time.Time, symbols []string) error {
	var errs []error
	var given []int32
	for _, symbol := range symbols {
		n, known := s.labels.Number(symbol)
		if !known || !s.labels.At(n).State.Wanted() {
			errs = append(errs, fmt.Errorf("%s is not subscribed", s.preset.ShownSymbol(symbol)))
			continue
		}
		sub := s.list.make(n)
		before := sub.state()
		if asked := before != event.Queued && !before.Failed(); asked && s.preset.Unsubscribe == nil {
			errs = append(errs, fmt.Errorf("preset %s has no `unsubscribe`: what is subscribed stays so", s.preset.Name))
			break
		}
		// What the ack brings may be needed to take the subscription back: then the ack is waited for.
		if !sub.request.open || s.preset.Unsubscribe == nil || !s.preset.Unsubscribe.Send.Uses(s.scopes.SavedByAck()...) || !s.move(now, sub.number, unwantedUnacked, "") {
			s.move(now, sub.number, unwanted, "")
		}
		switch state := sub.state(); {
		case state == event.Cancelling:
			s.overdue.awaitUnsubscribe(now, sub)
		case state == event.Unsubscribing && before != event.Resubscribing:
			given = append(given, n)
		case state == event.Off:
			s.closeRequest(sub)
			s.routes.remove(sub)
			sub.dataFrom = now.Add(inFlight)
		}
	}
	s.conn.Refresh(now)
	if len(given) > 0 {
		s.requestUnsubscribe(now, given)
	}
	return errors.Join(errs...)
}

// RequestWanted asks for all that is wanted on a connection that is ready for it. What was rejected before comes last,
// see RetryRejected.
func (s *Subscriptions) RequestWanted(now time.Time) {
	var queued []int32
	s.retries = nil
	for sub := range s.list.all() {
		switch state := sub.state(); {
		case state == event.Ended, state == event.Unsent:
			s.move(now, sub.number, wanted, "") // until now, its reason was to be seen
			queued = append(queued, sub.number)
		case state == event.Queued:
			queued = append(queued, sub.number)
		case state == event.Rejected && !sub.hungUp:
			s.retries = append(s.retries, sub)
		}
	}
	s.request(now, queued)
	s.RetryRejected(now)
}

// RetryRejected asks for the next one of those that were rejected on an earlier connection, once everything else has its
// answer. One at a time: a server that hangs up on one of them shows which.
func (s *Subscriptions) RetryRejected(now time.Time) {
	for len(s.retries) > 0 && s.conn.IsOpen() && s.labels.Count(event.Queued)+s.labels.Count(event.Requested)+s.labels.Count(event.Retrying) == 0 {
		sub := s.retries[0]
		s.retries = s.retries[1:]
		if s.move(now, sub.number, retryDue, sub.label().Reason) { // the words of the server hold until there is another answer
			s.request(now, []int32{sub.number})
		}
	}
}

// ConnectionLost moves the subscriptions to where they are without a connection: what a server knew is gone with it. hungUp says
// that the server ended it.
func (s *Subscriptions) ConnectionLost(now time.Time, hungUp bool) {
	s.overdue.clear()
	s.retries = nil
	s.clocks.ConnectionLost()
	s.routes.clear()
	for sub := range s.list.all() {
		l := sub.label()
		tried := sub.request.at
		if l.State == event.Rejected && l.Since.After(tried) {
			tried = l.Since
		}
		wasRetry := l.State == event.Retrying
		reason, asked := l.Reason, sub.request.number != 0
		s.dropRequest(sub)
		sub.routes, sub.dataFrom = nil, time.Time{}
		l.Subscribe(time.Time{})
		s.move(now, sub.number, lost, "")
		if l.State != event.Rejected {
			continue
		}
		if wasRetry {
			l.Reason = reason
		}
		if wasRetry && asked {
			l.Reason = "no answer when it was asked for again"
		}
		if hungUp && asked && now.Sub(tried) <= hangUpWait {
			sub.hungUp = true
			s.log.Note(now, event.Trouble, sub.number, "stays rejected, because the server hung up within "+format.Length(hangUpWait)+" of it; r asks again")
		}
	}
	for n := range int32(s.labels.Len()) {
		if s.labels.At(n).Symbol == "" {
			s.move(now, n, lost, "")
		}
	}
	s.awaitedFrom = time.Time{}
}
