package tab

import (
	"time"

	"sockeye/feed/history"
	"sockeye/widgets/chart"
)

// explain returns what the chart of a row hatches: what is known of the feed, where it is the reason of a silence of that
// row for as long as the silence, and the silences without a reason.
func explain(outages []history.Outage, silences []chart.Span) []chart.Span {
	spans := make([]chart.Span, len(outages)) // which are about all rows
	for i, o := range outages {
		spans[i] = chart.Span{From: o.From, To: o.To, Kind: chart.Down}
		if o.Gap {
			spans[i].Kind = chart.Gap
		}
	}
	for _, s := range silences {
		parts := []chart.Span{s}
		for i := range outages {
			switch e := &spans[i]; {
			case s.Kind != chart.Silence || !e.From.Before(s.To) || !s.From.Before(e.To):
			case e.Kind == chart.Down: // before and after that there was a connection
				parts = without(parts, *e)
			default:
				e.From, e.To = earlier(e.From, s.From), later(e.To, s.To)
				parts = nil
			}
			if parts == nil {
				break
			}
		}
		spans = append(spans, parts...)
	}
	return spans
}

// without takes a stretch of time out of spans.
func without(spans []chart.Span, out chart.Span) (left []chart.Span) {
	for _, s := range spans {
		if s.From.Before(out.From) {
			left = append(left, chart.Span{From: s.From, To: earlier(s.To, out.From), Kind: s.Kind})
		}
		if out.To.Before(s.To) {
			left = append(left, chart.Span{From: later(s.From, out.To), To: s.To, Kind: s.Kind})
		}
	}
	return left
}

// earlier returns the earlier one of two moments.
func earlier(a, b time.Time) time.Time {
	if a.After(b) {
		return b
	}
	return a
}

// later returns the later one of two moments.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
