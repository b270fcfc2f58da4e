package model_test

import (
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
)

// TestEscapeAndAKeyThatComeTogether has them read like the key with alt, as terminals and slow links have it.
func TestEscapeAndAKeyThatComeTogether(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	d.keys(":")
	d.types("goto")
	d.send(tea.KeyPressMsg{Code: ':', Mod: tea.ModAlt})
	d.types("unsub A")
	d.sees(":unsub A")
	d.send(tea.KeyPressMsg{Code: tea.KeyEscape, Mod: tea.ModAlt})
	d.misses(":unsub A")
	d.send(tea.KeyPressMsg{Code: 'p', Mod: tea.ModAlt})
	d.sees("frozen")
	d.keys("G", "A")
	d.sees("ALERTS")
	d.send(tea.KeyPressMsg{Code: 'p', Mod: tea.ModAlt}) // nothing is typed in the list
	d.misses("ALERTS")
	d.sees("frozen")
	d.send(tea.KeyPressMsg{Code: 'w', ShiftedCode: 'W', Mod: tea.ModAlt | tea.ModShift})
	d.wait("the watchlist to have the keys", func() bool { return d.focus() == inList })
	d.send(tea.KeyPressMsg{Code: 'c', Mod: tea.ModAlt | tea.ModCtrl})
	d.wait("the program to leave", func() bool { return d.quit })
}

// TestServerGone shows a feed that is down for how long it is, and how to try again.
func TestServerGone(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	server.Stop()
	d.sees("alpha RETRY", " R reconnect ")
	before := d.box("A")
	d.tick((time.Now().Add(20 * time.Second))) // nothing has come meanwhile
	if slices.Equal(d.box("A"), before) {
		t.Error("the chart of a feed that is down stands still")
	}
	d.keys("A", ":")
	d.types("alert silent 1h")
	d.keys("enter")
	d.sees("alert 1 is set: silent 1h")
}

// TestNoRowHasFreshDataWithoutAConnection: what was subscribed, and a label that came along.
func TestNoRowHasFreshDataWithoutAConnection(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, prices(10))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("●▸A ", "  C          109.25 ")
	server.Stop()
	d.sees("alpha RETRY", "◑▸A ", "◑ C          109.25 ")
	d.command("close")
	d.sees("alpha CLOSED", "○▸A ", "◑ C          109.25 ")
}

// TestAnAlertThatHoldsComesBeforeOneThatIsOver has an alert that is over stand behind an older one that still holds, and say that it is.
func TestAnAlertThatHoldsComesBeforeOneThatIsOver(t *testing.T) {
	t.Parallel()
	begin, fall := make(chan struct{}), make(chan struct{})
	server := feedtest.New(t, talk(
		feedtest.Silence(begin), feedtest.Send(`{"s":"A","p":"5"}`), feedtest.Send(`{"s":"A","p":"20"}`), feedtest.Send(`{"s":"A","p":"7"}`),
		feedtest.Silence(fall), feedtest.Send(`{"s":"A","p":"1"}`)))
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	d.alerts("A > 4", "A > 10")
	close(begin)
	d.sees("ALERT 2", "ago  A 5 > 4")
	close(fall)
	d.sees("ago  over  A ")
}
