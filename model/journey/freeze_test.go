//go:build unix

package journey

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"sockeye/feed/feedtest"
)

// TestAFrozenScreenStandsStillAndGoesLiveAgain has forty messages come while it is frozen.
func TestAFrozenScreenStandsStillAndGoesLiveAgain(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	server := feedtest.New(t, slices.Concat(
		subscribed(), ticks(1, 5),
		feedtest.Conversation{feedtest.Silence(more)}, ticks(6, 45),
		feedtest.Conversation{feedtest.Silence(nil)},
	))
	o := open(t, "--config", tickerConfig(t, server.URL()), "ticker")
	o.Sees(`●▸A +5 `, `← A .*"price":5`)
	o.Types("p")
	o.Sees(`(?m)^ ?FROZEN 00:\d\d`, `╭ LOG +frozen 00:\d\d`, `values frozen`)
	entries := pane(o.Screen(), "LOG")

	close(more)
	o.Sees(`frozen 00:\d\d +\+40 new +G live`)
	balances(t, o, `in 47 = 47 log `)
	frozen := o.Screen()
	if now := pane(frozen, "LOG"); !slices.Equal(now, entries) {
		t.Errorf("the entries of a frozen log were\n%s\nand are\n%s", strings.Join(entries, "\n"), strings.Join(now, "\n"))
	}
	if !regexp.MustCompile(`●▸A +5 `).MatchString(frozen.String()) {
		t.Errorf("a value of the frozen watchlist has changed:\n%s", frozen)
	}

	o.Types("G")
	o.Sees(`▸──── [\d:.]+ while frozen 00:\d\d: 40 messages, A 6(–| to )45 ────`, `← A .*"price":45`, `●▸A +45 `)
	vanishes(t, o, `LOG +frozen`)
	leave(t, o)
}
