package export

import (
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"sockeye/feed/event"
)

// collector makes metrics of what was counted, when they are asked for.
type collector struct {
	exporter *Exporter
	version  string
}

// describe describes a metric, with the labels that it has beside `feed`.
func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("sockeye_"+name, help, append([]string{"feed"}, labels...), nil)
}

var (
	buildInfo = prometheus.NewDesc("sockeye_build_info", "The version of the program; always 1.", []string{"version", "goversion"}, nil)

	lastFrame     = describe("last_frame_timestamp_seconds", "When the feed last sent anything at all, pings included; 0: never.")
	lastHeartbeat = describe("last_heartbeat_timestamp_seconds", "When the feed last sent a heartbeat, if the preset says what that is; 0: never.")
	lastData      = describe("last_data_timestamp_seconds", "When a subscription, or a label that came along, last had an event; 0: never.", "symbol")

	feedState         = describe("feed_state", "1 for the state that the feed is in.", "state")
	subscriptionState = describe("subscription_state", "1 for the state that a subscription is in.", "symbol", "state")

	messages   = describe("messages_total", "Messages received: in the log, heartbeats, and those that were dropped; the sum is all of them.", "kind")
	unmatched  = describe("unmatched_messages_total", "Messages received that no rule of the preset matches.")
	events     = describe("events_total", "Events found in messages.")
	bytesTotal = describe("bytes_total", "Bytes of the messages received.")
	gaps       = describe("gaps_total", "Holes found in the numbering of the feed.")
	lost       = describe("lost_total", "Messages that were missing in these holes when they were found.")
	late       = describe("late_total", "Of the lost messages, those that came late after all.")
	reconnects = describe("reconnects_total", "Connections and attempts that have ended and were followed by another attempt.", "reason")
	dropped    = describe("dropped_total", "Messages received that were counted and not evaluated, because the machine was too slow.")
	untracked  = describe("untracked_events_total", "Events of labels that limits.labels or keep of the preset leaves out.")
	lag        = describe("lag_seconds", "How late events arrived, by the feed's own time.")
)

// Describe implements [prometheus.Collector].
func (c *collector) Describe(descs chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		buildInfo, lastFrame, lastHeartbeat, lastData, feedState, subscriptionState,
		messages, unmatched, events, bytesTotal, gaps, lost, late, reconnects, dropped, untracked, lag,
	} {
		descs <- d
	}
}

// Collect implements [prometheus.Collector].
func (c *collector) Collect(metrics chan<- prometheus.Metric) {
	metrics <- prometheus.MustNewConstMetric(buildInfo, prometheus.GaugeValue, 1, c.version, runtime.Version())
	for _, x := range c.exporter.feeds {
		x.collect(metrics)
	}
}

// collect makes the metrics of a feed.
func (x *exported) collect(metrics chan<- prometheus.Metric) {
	x.mu.Lock()
	counts, lags, status, beats, left, symbols := x.counts, x.lags, x.status, x.beats, x.untrackedBefore, x.symbols()
	x.mu.Unlock()

	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		metrics <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, append([]string{x.name}, labels...)...)
	}
	counter := func(d *prometheus.Desc, v int64, labels ...string) {
		metrics <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(v), append([]string{x.name}, labels...)...)
	}
	gauge(lastFrame, seconds(status.LastFrame))
	if beats {
		gauge(lastHeartbeat, seconds(status.LastBeat))
	}
	for state := range event.States {
		gauge(feedState, is(state == status.State), state.String())
	}
	for _, s := range symbols {
		gauge(lastData, float64(s.heard)/float64(time.Second), s.name)
		if s.state == "" {
			continue
		}
		for _, state := range symbolStates {
			gauge(subscriptionState, is(state == s.state), s.name, state)
		}
	}
	counter(messages, counts.Log, "log")
	counter(messages, counts.Heartbeats, "heartbeat")
	counter(messages, counts.Dropped, "dropped")
	counter(unmatched, counts.Unmatched)
	counter(events, counts.Events)
	counter(bytesTotal, counts.Bytes)
	counter(gaps, counts.Gaps)
	counter(lost, counts.Missed)
	counter(late, counts.Late)
	for cause, n := range counts.Reconnects {
		counter(reconnects, n, event.Cause(cause).String())
	}
	counter(dropped, counts.Dropped)
	counter(untracked, left+status.Untracked)
	count, sum, buckets := lags.histogram()
	metrics <- prometheus.MustNewConstHistogram(lag, count, sum, buckets, x.name)
}

// seconds returns a time as Prometheus has it; 0 is never.
func seconds(at time.Time) float64 {
	if at.IsZero() {
		return 0
	}
	return float64(at.UnixNano()) / float64(time.Second)
}

func is(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
