// Package export watches feeds for Prometheus: what it counts of them, and the states that they are in, is served over HTTP, and
// what alerts ask for is run.
//
// An [Exporter] has a goroutine for each feed, which reads the feed as a screen does, once a second: it never holds the
// feed up, and what it is too slow for comes to it as merged counts, which are complete. What is counted belongs to the name of
// a feed and not to one run of it, so that no counter ever falls, and no series ends when a feed is given up or its preset is
// read again. A scrape reads what was counted, and does not touch the feeds.
//
// What it serves costs a bound: the labels by `limits.labels` of each preset and a number of bytes each, the connections that
// are open at a time, and how long each may last.
package export

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/coreos/go-systemd/v22/daemon"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"sockeye/feed"
	"sockeye/feed/event"
	"sockeye/feed/eventlog"
	"sockeye/feed/headless"
	"sockeye/feed/learned"
	"sockeye/feed/notify"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
)

// What a feed may keep, which nothing but its alerts needs, in bytes: see SetMemory of package feed.
const (
	queueBytes = 4 << 20
	keptBytes  = 1 << 20
	ringBytes  = 8 << 20 // of all feeds of which alerts record what was before
)

// Config is what is watched.
type Config struct {
	Presets   []*preset.Bound
	Commands  []notify.Command // what their alerts can run
	Record    recording.Folder // where they are recorded
	RecordAll bool             // all are, from their start on; else those of which an alert asks for it
	// Target returns a preset by its name, ready to run. The error is for a client. It may be called by any goroutine.
	Target func(name string) (*preset.Bound, error)
}

// Options are what an exporter needs of the program.
type Options struct {
	Version  string
	Load     func() (Config, error) // reads the configuration; the presets are as many as before, in the same order
	Reload   <-chan struct{}        // asks for that
	EventLog *eventlog.Log          // where changes are written; nil: nowhere
	Learned  *learned.Folder        // where the rhythms of feeds are kept; nil: nowhere
	Log      func(text string)      // writes a line; the text is from the network in part, and not sanitised. It may be called by any goroutine
}

// load reads the configuration. That the secret of a webhook is missing is better known now than when an alert is raised.
func (o *Options) load() (Config, error) {
	config, err := o.Load()
	if err != nil {
		return Config{}, err
	}
	for _, p := range config.Presets {
		for _, a := range p.Alerts {
			i := slices.IndexFunc(config.Commands, func(c notify.Command) bool { return c.Name == a.Run })
			if i < 0 || config.Commands[i].Webhook == nil {
				continue
			}
			if _, _, err := config.Commands[i].Webhook(); err != nil {
				return Config{}, err
			}
		}
	}
	return config, nil
}

// Exporter serves what is known of feeds.
type Exporter struct {
	options   Options
	scrapes   *scrapes
	probes    chan struct{} // of capacity mostProbes: held while a probe runs
	commands  *notify.Commands
	recorders *headless.Recorders
	crash     func(error)
	feeds     []*exported // in the order of the presets
	network   *feed.Network
	config    atomic.Pointer[Config]

	restarting sync.Mutex // held while feeds are started anew
	log        *lines
}

// New returns an exporter that is not running. The error is that of Options.Load.
func New(o Options) (*Exporter, error) {
	config, err := o.load()
	if err != nil {
		return nil, err
	}
	registry := prometheus.NewRegistry()
	e := &Exporter{options: o, scrapes: &scrapes{gatherer: registry}, probes: make(chan struct{}, mostProbes), log: newLines(), network: feed.NewNetwork()}
	e.config.Store(&config)
	for _, p := range config.Presets {
		e.feeds = append(e.feeds, &exported{name: e.unique(p.Name), exporter: e})
	}
	registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		&collector{exporter: e, version: o.Version},
	)
	return e, nil
}

// unique returns the name of a feed in the metrics: that of its preset, with a number behind it where another feed has that.
func (e *Exporter) unique(name string) string {
	name = harmless(name)
	unique := name
	for n := 2; e.has(unique); n++ {
		unique = fmt.Sprintf("%s (%d)", name, n)
	}
	return unique
}

func (e *Exporter) has(name string) bool {
	for _, x := range e.feeds {
		if x.name == name {
			return true
		}
	}
	return false
}

// Run watches the feeds and serves what is known of them on a listener, which it closes, until ctx ends. The error says that
// nothing can be served any more, or that the program itself is at fault.
func (e *Exporter) Run(ctx context.Context, listener net.Listener) error {
	ctx, crash := context.WithCancelCause(ctx)
	defer crash(nil)
	e.crash = crash
	e.commands = notify.NewCommands()
	config := e.config.Load()
	e.commands.Define(config.Commands)
	e.recorders = headless.NewRecorders(func() recording.Folder { return e.config.Load().Record }, ringBytes, func(f *feed.Feed, _ event.Kind, text string) { e.log.add(f.Preset().Name + ": " + text) })
	go e.log.write(e.options.Log)
	defer e.log.close()
	defer e.commands.Close()
	for i, x := range e.feeds {
		x.start(config.Presets[i])
	}
	defer e.stop()
	defer e.restarting.Lock() // for ever: no feed is started any more
	go e.reloads(ctx)
	var supervised sync.WaitGroup
	supervised.Go(func() { e.supervise(ctx) })
	defer supervised.Wait()
	e.network.OnChange(func(o feed.NetworkOutage) { e.log.add(o.String()) })
	if log := e.options.EventLog; log != nil {
		headless.LogNetwork(e.network, log)
	}
	e.log.add("serving on http://" + listener.Addr().String())
	server := newServer(e.handler())
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	err := server.Serve(newLimited(listener))
	cause := context.Cause(ctx)
	crash(nil) // ends what else runs
	switch {
	case cause == nil:
		return err
	case errors.Is(cause, context.Canceled):
		return nil
	}
	return cause
}

// stop stops all feeds.
func (e *Exporter) stop() {
	var stopped sync.WaitGroup
	for _, x := range e.feeds {
		stopped.Go(x.stop)
	}
	stopped.Wait()
}

// reloads reads the configuration again when that is asked for, until ctx ends.
func (e *Exporter) reloads(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.options.Reload:
			e.reload()
		}
	}
}

// reload reads the configuration again, and starts the feeds anew whose presets have changed. If anything is wrong with it,
// all stays as it is.
func (e *Exporter) reload() {
	notifySystemd(daemon.SdNotifyReloading + "\n" + daemon.SdNotifyMonotonicUsec())
	defer notifySystemd(daemon.SdNotifyReady)
	config, err := e.options.load()
	if err != nil {
		e.log.add("the configuration is not read again: " + err.Error())
		return
	}
	e.restarting.Lock()
	defer e.restarting.Unlock()
	e.config.Store(&config)
	e.commands.Define(config.Commands)
	restarted := 0
	for i, x := range e.feeds {
		if p := config.Presets[i]; !p.Equal(x.feed.Preset()) {
			x.stop()
			x.start(p)
			restarted++
		}
	}
	e.log.add(fmt.Sprintf("the configuration was read again: %d of %d feeds have changed", restarted, len(e.feeds)))
}
