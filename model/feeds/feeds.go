// Package feeds starts the feeds of a program that has screens, with all that goes with each: the commands of its alerts, its
// recordings, the event log, the rhythms that are learned, and the network that all have in common.
//
// What is shown of them is for the screens, how many there are too.
package feeds

import (
	"context"
	"sync"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/eventlog"
	"sockeye/feed/headless"
	"sockeye/feed/learned"
	"sockeye/feed/notify"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
)

// Options are what feeds are started with. All fields but EventLog and Learned are required.
type Options struct {
	EventLog  *eventlog.Log           // where changes are written; nil: nowhere
	Learned   *learned.Folder         // where the rhythms of feeds are kept; nil: nowhere
	Record    func() recording.Folder // where feeds are recorded
	RecordAll bool                    // all are, from their start on; else those of which an operator or an alert asks for it
	Ring      int64                   // bytes for what was received last, which can still be recorded
	// Crash is called by any goroutine when the program itself is at fault; the feed is dead then.
	Crash func(b *preset.Bound, err error)
}

// Starter starts feeds. Its methods may be called by any goroutine.
type Starter struct {
	Network   *feed.Network
	Commands  *notify.Commands
	Recorders *headless.Recorders

	options Options
	ctx     context.Context
	running sync.WaitGroup
}

// NewStarter returns what starts feeds that go on until they are closed or ctx ends.
func NewStarter(ctx context.Context, o Options) *Starter {
	s := &Starter{
		Network: feed.NewNetwork(), Commands: notify.NewCommands(), Recorders: headless.NewRecorders(o.Record, o.Ring, nil),
		options: o, ctx: ctx,
	}
	if o.EventLog != nil {
		headless.LogNetwork(s.Network, o.EventLog)
	}
	return s
}

// Start starts a feed, which the caller closes.
func (s *Starter) Start(b *preset.Bound) *feed.Feed {
	f := feed.New(s.ctx, b, func(err error) { s.options.Crash(b, err) })
	s.Network.Add(f)
	defer f.Start()
	headless.RunCommands(f, s.Commands, s.Recorders, nil)
	if s.options.EventLog != nil {
		s.running.Go(func() { headless.Log(f, s.options.EventLog) })
	}
	if s.options.Learned != nil {
		s.running.Go(func() { headless.Learn(f, s.options.Learned, nil) })
	}
	s.running.Go(s.Recorders.Run(f))
	if s.options.RecordAll {
		if _, err := s.Recorders.Start(f); err != nil {
			f.Note(event.Trouble, err.Error())
		}
	}
	return f
}

// Wait waits until all that goes with the feeds has ended, which they do when the feeds are closed. It waits for the disk.
func (s *Starter) Wait() { s.running.Wait() }
