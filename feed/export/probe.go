package export

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"sockeye/feed/format"
	"sockeye/feed/headless"
	"sockeye/feed/preset"
)

// What a probe may cost.
const (
	mostProbes   = 4                      // at a time; others are refused
	mostProbe    = 10 * time.Second       // for one
	leastProbe   = 500 * time.Millisecond // whatever the client says
	probeMargin  = 500 * time.Millisecond // of a client's own timeout is left for the answer, as blackbox_exporter has it
	probeTimeout = "X-Prometheus-Scrape-Timeout-Seconds"
)

// probe tests a preset once, as blackbox_exporter does: with the name of the preset as `target`.
func (e *Exporter) probe(w http.ResponseWriter, r *http.Request) {
	target, err := e.target(r.URL.Query().Get("target"))
	if err != nil {
		http.Error(w, format.Sanitize(err.Error()), http.StatusBadRequest)
		return
	}
	select {
	case e.probes <- struct{}{}:
		defer func() { <-e.probes }()
	default:
		http.Error(w, "too many probes at a time", http.StatusServiceUnavailable)
		return
	}
	within := mostProbe
	if seconds, err := strconv.ParseFloat(r.Header.Get(probeTimeout), 64); err == nil && seconds > 0 && seconds < mostProbe.Seconds() {
		within = max(time.Duration(seconds*float64(time.Second))-probeMargin, leastProbe)
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(within + writeTimeout))
	ctx, cancel := context.WithTimeout(r.Context(), within)
	defer cancel()
	report, err := (&headless.Probe{Within: within}).Once(ctx, target)
	if err != nil && ctx.Err() == nil {
		e.crash(err)
	}
	if r.URL.Query().Get("debug") == "true" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_ = report.WriteTable(w, format.Sanitize)
		return
	}
	promhttp.HandlerFor(figures(report), promhttp.HandlerOpts{}).ServeHTTP(w, r)
}

// target returns the preset with a name: as it is watched, or else as it is in the configuration.
func (e *Exporter) target(name string) (*preset.Bound, error) {
	config := e.config.Load()
	for _, p := range config.Presets {
		if p.Name == name {
			return p, nil
		}
	}
	return config.Target(name)
}

// figures are the metrics of a report.
func figures(report *headless.Report) prometheus.Gatherer {
	registry := prometheus.NewRegistry()
	gauge := func(name, help string, v float64) {
		g := prometheus.NewGauge(prometheus.GaugeOpts{Name: name, Help: help})
		g.Set(v)
		registry.MustRegister(g)
	}
	gauge("probe_success", "Whether all is well.", is(report.Verdict() < headless.Missed))
	gauge("probe_duration_seconds", "How long it took to find that out.", report.Took.Seconds())
	if !report.Certificate.IsZero() {
		gauge("probe_ssl_earliest_cert_expiry", "Until when the server's certificate is valid.", seconds(report.Certificate))
	}
	if report.HasLag {
		gauge("probe_lag_seconds", "How late the median event arrived.", report.Lag.Seconds())
	}
	gauge("probe_events", "Events received.", float64(report.Events))
	gauge("probe_gaps", "Holes in the numbering of the feed.", float64(report.Gaps))
	success := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "probe_step_success", Help: "Whether a step is well; none of a step that was not tested."}, []string{"step", "symbol"})
	took := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "probe_step_seconds", Help: "When a step was over, from the beginning."}, []string{"step", "symbol"})
	registry.MustRegister(success, took)
	for _, s := range report.Steps {
		if s.Verdict == headless.Skipped {
			continue
		}
		symbol := harmless(s.Symbol)
		success.WithLabelValues(s.Name, symbol).Set(is(s.Verdict < headless.Missed))
		if s.After > 0 {
			took.WithLabelValues(s.Name, symbol).Set(s.After.Seconds())
		}
	}
	return registry
}
