package preset

import (
	"errors"
	"strings"

	"sockeye/feed/alertrule"
	"sockeye/feed/preset/yamldoc"
)

// This file reads the alerts of a preset.

// MaxAlerts bounds the alerts of one feed: each is evaluated for every label that it is about.
const MaxAlerts = 100

// alerts reads the alerts of a preset.
func (r *reader) alerts(nodes []*yamldoc.Node) {
	for i, n := range nodes {
		if i == MaxAlerts {
			r.src.Report(n.Line, n.Column, "leave some out, or give them wildcards", "a preset has %d alerts at most", MaxAlerts)
			return
		}
		text, ok := r.src.TextOf(n, "an alert")
		if !ok {
			continue
		}
		a, err := alertrule.Parse(text)
		if wrong := (*alertrule.Error)(nil); errors.As(err, &wrong) {
			line, column := r.src.Find(n, text[min(wrong.At, len(text)):])
			r.src.Report(line, column, wrong.Hint, "%s", wrong.Message)
			continue
		}
		at := yamldoc.Position{File: r.src.Name, Line: n.Line, Column: n.Column}
		if i := strings.LastIndex(text, "run "); a.Run != "" && i >= 0 {
			at.Line, at.Column = r.src.Find(n, text[i:])
		}
		r.p.Alerts = append(r.p.Alerts, a)
		r.p.alertPlaces = append(r.p.alertPlaces, at)
	}
}
