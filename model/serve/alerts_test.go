package serve

import (
	"regexp"
	"strings"
	"testing"

	"sockeye/feed/feedtest"
)

// TestAlertsAreEvaluatedOnceAndShownPerOperator: one of the configuration to all, who acknowledge it for themselves; one that was typed on
// all screens of its operator, and on those alone.
func TestAlertsAreEvaluatedOnceAndShownPerOperator(t *testing.T) {
	t.Parallel()
	more, common := make(chan struct{}), make(chan struct{})
	x := feedtest.New(t, quotes(feedtest.Silence(more), feedtest.Send(`{"s":"A","p":7.25}`), feedtest.Silence(common), feedtest.Send(`{"s":"B","p":9.5}`)))
	f := begin(t, presets(map[string]string{"alpha": x.URL()})+"    alerts: [\"B > 9\"]\n", []string{"alpha"})
	client := f.mustDial("alice", nil)
	alice, same, bob := f.screen(client, ""), f.screen(client, ""), f.logIn("bob", nil, "")
	for _, o := range []*operator{alice, same, bob} {
		o.sees("alpha OPEN", `A +1\.5`)
	}
	alice.command("alert A > 7 bell")
	alice.sees("alert 2 is set: A > 7 bell")
	close(more)
	alice.sees("ALERT 1 ", "ago +A 7.25 > 7")
	same.sees("ALERT 1 ", "ago +A 7.25 > 7")
	bob.sees(`A +7\.25`)
	close(common)
	for o, waiting := range map[*operator]string{alice: "ALERT 2 ", same: "ALERT 2 ", bob: "ALERT 1 "} {
		o.sees(waiting, "ago +B 9.5 > 9")
	}
	if strings.Contains(bob.written(), "7.25 > 7") {
		t.Error("bob is shown the alert of alice")
	}
	commands := regexp.MustCompile("\x1b\\][^\a\x1b]*\a") // which end like a bell
	rings := func(o *operator) bool { return strings.Contains(commands.ReplaceAllString(o.written(), ""), "\a") }
	f.until("the bell rings for who has set it", func() bool { return rings(alice) && rings(same) })
	if rings(bob) {
		t.Error("the bell rings for who has not set it")
	}
	alice.types("a")
	alice.sees("2 alerts acknowledged")
	bob.types("A")
	bob.sees("ALERTS", "raised, .*B 9.5 > 9", "1  B > 9")
	if screen := bob.Screen().String(); strings.Contains(screen, "A > 7") {
		t.Errorf("the list of bob has the alert of alice:\n%s", screen)
	}
	bob.types("\x1b")
	bob.command("alert off 1")
	bob.sees("alert 1 is of the configuration, and others have it too")
	same.types("A")
	same.sees("acknowledged, .*B 9.5 > 9", "acknowledged, .*A 7.25 > 7")
}
