package model_test

import (
	"fmt"
	"testing"

	"sockeye/feed/feedtest"
	"sockeye/model/alerts"
)

// TestListOfAlertsIsBounded: it has the newest alerts, and says how many more there are.
func TestListOfAlertsIsBounded(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	steps := []feedtest.Step{feedtest.Silence(release)}
	for n := range alerts.Most + 10 {
		steps = append(steps, feedtest.Send(fmt.Sprintf(`{"s":"label%d","p":5}`, n)))
	}
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk(steps...)).URL()))
	d.sees("1.50")
	d.alerts("* > 4")
	close(release)
	d.sees(fmt.Sprintf("and %d more", alerts.Most+9))
	d.keys("A", "G")
	d.sees("and 10 more")
}
