package export

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	dto "github.com/prometheus/client_model/go"
)

// What clients may cost.
const (
	mostScrapes   = 4                // are written at a time; others wait
	scrapeWait    = 5 * time.Second  // for that, and then they are refused
	scrapeTimeout = 10 * time.Second // for writing a response to a client that does not read
	scrapeAge     = time.Second      // metrics that are not older are served once more
	headerTimeout = 5 * time.Second  // for a client to send its request
	idleTimeout   = 2 * time.Minute  // for its next one
	mostHeader    = 16 << 10         // bytes
)

// newServer returns a server in which no client can have more than its bound.
func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadTimeout: headerTimeout, WriteTimeout: scrapeWait + scrapeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: mostHeader,
	}
}

// handler returns what is served.
func (e *Exporter) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", e.scrapes.handler())
	mux.HandleFunc("GET /probe", e.probe)
	mux.HandleFunc("GET /healthz", e.health)
	mux.HandleFunc("GET /readyz", e.ready)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, index) })
	return mux
}

// index is what a browser gets.
const index = `Sockeye, a monitor for WebSocket feeds

/metrics   for Prometheus
/probe?target=PRESET   test a preset once; debug=true says what was found
/healthz   is the program well
/readyz    is every feed connected
`

// health says whether the program is well.
func (e *Exporter) health(w http.ResponseWriter, _ *http.Request) {
	if !e.healthy() {
		http.Error(w, "a feed is not read any more", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ok")
}

// ready says whether all feeds are connected, and of each its state.
func (e *Exporter) ready(w http.ResponseWriter, _ *http.Request) {
	code, lines := http.StatusOK, ""
	for _, x := range e.feeds {
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

// scrapes bounds what scrapes cost: what was gathered is served to all that come within a second.
type scrapes struct {
	gatherer prometheus.Gatherer
	slots    chan struct{} // of capacity mostScrapes: held while a response is written

	mu       sync.Mutex // guards what follows
	families []*dto.MetricFamily
	gathered time.Time
}

func newScrapes(g prometheus.Gatherer) *scrapes {
	return &scrapes{gatherer: g, slots: make(chan struct{}, mostScrapes)}
}

// Gather implements [prometheus.Gatherer].
func (s *scrapes) Gather() ([]*dto.MetricFamily, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := time.Now(); now.Sub(s.gathered) >= scrapeAge {
		families, err := s.gatherer.Gather()
		if err != nil {
			return nil, err
		}
		s.families, s.gathered = families, now
	}
	return s.families, nil
}

// handler returns what serves /metrics.
func (s *scrapes) handler() http.Handler {
	metrics := promhttp.HandlerFor(s, promhttp.HandlerOpts{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), scrapeWait)
		defer cancel()
		select {
		case s.slots <- struct{}{}:
		case <-ctx.Done():
			http.Error(w, "too many scrapes at a time", http.StatusServiceUnavailable)
			return
		}
		defer func() { <-s.slots }()
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(scrapeTimeout))
		metrics.ServeHTTP(w, r)
	})
}
