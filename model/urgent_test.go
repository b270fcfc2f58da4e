package model

import (
	"testing"

	"sockeye/widgets/overview"
	"sockeye/widgets/theme"
)

// The figures of the overview are for reading, and the link to the terminal may be thin.
func TestOnlyWhatBecomesOfAFeedIsDrawnAtOnce(t *testing.T) {
	t.Parallel()
	row := overview.Row{Name: "a", Tone: theme.Good, Since: "12:00:00"}
	for what, c := range map[string]struct {
		change func(r *overview.Row)
		urgent bool
	}{
		"a rate":      {func(r *overview.Row) { r.PerSecond++ }, false},
		"an age":      {func(r *overview.Row) { r.DataAge++ }, false},
		"a countdown": {func(r *overview.Row) { r.State = "RETRY 11s" }, false},
		"a state":     {func(r *overview.Row) { r.Tone, r.Since = theme.Warn, "12:00:01" }, true},
		"an alert":    {func(r *overview.Row) { r.Alerts++ }, true},
		"an order":    {func(r *overview.Row) { r.Name = "b" }, true},
	} {
		other := row
		c.change(&other)
		if is := urgent([]overview.Row{row}, []overview.Row{other}); is != c.urgent {
			t.Errorf("%s is urgent: %v", what, is)
		}
	}
}
