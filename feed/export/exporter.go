// Package export watches feeds for Prometheus: what it counts of them, and the states that they are in, is served over HTTP.
//
// An [Exporter] has a goroutine for each feed, which reads the feed as a screen does, a few times a second: it never holds the
// feed up, and what it is too slow for comes to it as merged counts, which are complete. What is counted belongs to the name of
// a feed and not to one run of it, so that no counter ever falls, and no series ends when a feed is given up. A scrape
// reads what was counted, and does not touch the feeds.
//
// What it serves costs a bound: the labels by `limits.labels` of each preset and a number of bytes each, the scrapes that
// are written at a time, and how long each may take.
package export

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"sockeye/feed"
	"sockeye/feed/preset"
)

// What a feed may keep for nothing but its alerts, in bytes: see [feed.Feed.SetMemory].
const (
	queueBytes = 4 << 20
	keptBytes  = 1 << 20
)

// Exporter serves what is known of feeds. Its methods may be called from any goroutine.
type Exporter struct {
	scrapes *scrapes

	followers sync.WaitGroup

	mu    sync.Mutex
	feeds []*exported // in the order in which they were added
}

// New returns an exporter without feeds, of a version of the program.
func New(version string) *Exporter {
	registry := prometheus.NewRegistry()
	e := &Exporter{scrapes: newScrapes(registry)}
	registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		&collector{exporter: e, version: version},
	)
	return e
}

// Follow has a feed exported until it is closed. Its name in the metrics is that of its preset, with a number behind it where
// another feed has that.
func (e *Exporter) Follow(f *feed.Feed) {
	f.SetMemory(queueBytes, keptBytes)
	w := f.Watch()
	x := e.add(f)
	e.followers.Go(func() {
		defer w.Close()
		x.follow(w)
	})
}

// add returns where a feed is counted.
func (e *Exporter) add(f *feed.Feed) *exported {
	e.mu.Lock()
	defer e.mu.Unlock()
	name := harmless(f.Preset().Name)
	for n, unique := 2, name; ; n++ {
		if !e.has(unique) {
			x := &exported{name: unique, preset: f.Preset()}
			e.feeds = append(e.feeds, x)
			return x
		}
		unique = fmt.Sprintf("%s (%d)", name, n)
	}
}

// has reports whether a feed has a name. mu is held.
func (e *Exporter) has(name string) bool {
	for _, x := range e.feeds {
		if x.name == name {
			return true
		}
	}
	return false
}

// all returns the feeds.
func (e *Exporter) all() []*exported {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]*exported(nil), e.feeds...)
}

// Handler returns what is served.
func (e *Exporter) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", e.scrapes.handler())
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", e.ready)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, index) })
	return mux
}

// index is what a browser gets.
const index = `Sockeye, a monitor for WebSocket feeds

/metrics   for Prometheus
/healthz   is the program well
/readyz    is every feed connected
`

// ready says whether all feeds are connected, and of each its state.
func (e *Exporter) ready(w http.ResponseWriter, _ *http.Request) {
	code, lines := http.StatusOK, ""
	for _, x := range e.all() {
		state := x.state()
		if !state.Ready() {
			code = http.StatusServiceUnavailable
		}
		lines += x.name + " " + state.String() + "\n"
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(code)
	fmt.Fprint(w, lines)
}

// Run follows feeds of presets and serves what is known of them on a listener, which it closes, until ctx ends. The error says
// that nothing can be served any more, or that the program itself is at fault.
func (e *Exporter) Run(ctx context.Context, listener net.Listener, presets []*preset.Bound) error {
	ctx, crash := context.WithCancelCause(ctx)
	defer crash(nil)
	defer e.followers.Wait()
	for _, p := range presets {
		f := feed.Start(context.Background(), p, crash)
		defer f.Close()
		e.Follow(f)
	}
	server := newServer(e.Handler())
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	switch err := server.Serve(listener); {
	case ctx.Err() == nil:
		return err
	case errors.Is(context.Cause(ctx), context.Canceled):
		return nil
	}
	return context.Cause(ctx)
}
