package headless

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"sockeye/feed/format"
)

// WriteTable writes a report for people. sanitize makes text of the network harmless.
func (r *Report) WriteTable(w io.Writer, sanitize func(string) string) error {
	var table strings.Builder
	t := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	for _, s := range r.Steps {
		after := ""
		if s.After > 0 {
			after = format.Length(s.After)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", sanitize(r.Feed), sanitize(s.Title()), s.Verdict, after, sanitize(s.Detail))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(table.String()) {
		if _, err := fmt.Fprintln(w, strings.TrimRight(line, " \n")); err != nil {
			return err
		}
	}
	return nil
}

// WriteJSON writes a report as one line of JSON.
func (r *Report) WriteJSON(w io.Writer) error {
	type step struct {
		Name    string   `json:"name"`
		Symbol  string   `json:"symbol,omitempty"`
		Verdict string   `json:"verdict"`
		After   *float64 `json:"after,omitempty"` // seconds
		Detail  string   `json:"detail,omitempty"`
	}
	line := struct {
		Feed   string   `json:"feed"`
		OK     bool     `json:"ok"`
		Took   float64  `json:"took"` // seconds
		Lag    *float64 `json:"lag,omitempty"`
		Events int64    `json:"events"`
		Gaps   int64    `json:"gaps"`
		Days   *int     `json:"certificate_days,omitempty"`
		Steps  []step   `json:"steps"`
	}{Feed: r.Feed, OK: r.Verdict() < Missed, Took: r.Took.Seconds(), Events: r.Events, Gaps: r.Gaps}
	if r.HasLag {
		lag := r.Lag.Seconds()
		line.Lag = &lag
	}
	if r.Days >= 0 {
		line.Days = &r.Days
	}
	for _, s := range r.Steps {
		out := step{Name: s.Name, Symbol: s.Symbol, Verdict: s.Verdict.String(), Detail: s.Detail}
		if s.After > 0 {
			after := s.After.Seconds()
			out.After = &after
		}
		line.Steps = append(line.Steps, out)
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(line)
}

// Nagios returns a report as the one line that a plugin prints, and its exit code (Monitoring Plugins, development
// guidelines): 0 OK, 1 WARNING, 2 CRITICAL.
func (r *Report) Nagios(within time.Duration, sanitize func(string) string) (line string, code int) {
	word := "OK"
	switch r.Verdict() {
	case Warned:
		word, code = "WARNING", 1
	case Missed:
		word, code = "CRITICAL", 2
	}
	text := r.Failures()
	if text == "" {
		text = fmt.Sprintf("data of %d of %d", r.Data, r.Wanted)
	}
	// A bar begins the figures, and must not come from the network.
	text = strings.ReplaceAll(sanitize(r.Feed+": "+text), "|", "/")
	figures := fmt.Sprintf("time=%.3fs;;%g data=%d;;;0;%d gaps=%d", r.Took.Seconds(), within.Seconds(), r.Data, r.Wanted, r.Gaps)
	if r.HasLag {
		figures += fmt.Sprintf(" lag=%.3fs", r.Lag.Seconds())
	}
	if r.Days >= 0 {
		figures += fmt.Sprintf(" certificate=%dd", r.Days)
	}
	return word + " - " + text + " | " + figures, code
}
