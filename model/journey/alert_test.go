//go:build unix

package journey

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sockeye/feed/feedtest"
	"sockeye/model/terminaltest"
)

// TestAlertFromCommandToAcknowledgement sets an alert, sees and hears it raised, goes where it was raised, acknowledges
// it, and ends it.
func TestAlertFromCommandToAcknowledgement(t *testing.T) {
	t.Parallel()
	rise, fall := make(chan struct{}), make(chan struct{})
	server := feedtest.New(t, slices.Concat(subscribed(), feedtest.Conversation{
		tick("A", 99), feedtest.Silence(rise), tick("A", 102), feedtest.Silence(fall), tick("A", 98),
	}))
	o := open(t, "--config", tickerConfig(t, server.URL()), "ticker")
	o.Sees(`●▸A +99 `)
	command(o, "alert A > 100 bell notify")
	o.Sees(`alert 1 is set: A > 100 bell notify`)
	o.Types("v") // a line, in which the level stands
	if rings(o) {
		t.Error("the bell rings before anything has happened")
	}
	close(rise)
	o.Sees(` ALERT 1 `, ` ALERT [\d.]+s ago +A 102 > 100`, `●▸A +! +102 `, `!!!! [\d:.]+ alert: A 102 > 100 !!!!`, `a acknowledge`)
	o.Sees(`alert 100`) // in the chart
	if written := o.Written(); !strings.Contains(written, "\x1b]9;sockeye ticker: A 102 > 100\a") {
		t.Error("the terminal is not asked for a notification")
	}
	if !rings(o) {
		t.Error("the bell does not ring")
	}
	close(fall)
	o.Sees(`A 102 > 100; over after [\d.ms]+: 98`)
	o.Types("A")
	o.Sees(`╭ ALERTS`, `ticker +over, last [\d:]+ +A 102 > 100`, ` 1 +A > 100 bell notify`)
	o.Types("\r")
	o.Sees(`LOG +at #\d+`)
	o.Types("a")
	o.Sees(`1 alert acknowledged`)
	vanishes(t, o, ` ALERT `)
	o.Types("G")
	command(o, "alert off 1")
	o.Sees(`alert 1 ended`)
	o.Types("A")
	o.Sees(`none: for example :alert`)
	o.Types("\x1b")
	vanishes(t, o, `╭ ALERTS`)
	leave(t, o)
}

// rings reports whether the bell has rung: a BEL that does not end an operating system command.
func rings(o *terminaltest.Operator) bool {
	return strings.Contains(regexp.MustCompile(`\x1b\][^\a\x1b]*(\a|\x1b\\)`).ReplaceAllString(o.Written(), ""), "\a")
}

// TestStalledFeedRaisesAnAlert follows a feed whose data stops while its heartbeats go on: STALE, an alert of its preset that
// says so and runs a command, and the recovery.
func TestStalledFeedRaisesAnAlert(t *testing.T) {
	t.Parallel()
	stop, data := make(chan struct{}), make(chan struct{})
	server := feedtest.New(t, slices.Concat(subscribed(), feedtest.Conversation{
		tick("A", 1), tick("B", 1), feedtest.Silence(stop), feedtest.Send(`{"op":"beat"}`), feedtest.Silence(data), tick("A", 2), tick("B", 2),
	}))
	tee, err := exec.LookPath("tee")
	if err != nil {
		t.Skip("there is no command here that writes a file: ", err)
	}
	file := filepath.Join(t.TempDir(), "alerts.json")
	config := writeConfig(t, "ui: {commands: {page: {run: ["+tee+", -a, "+file+"]}}}\npresets:\n"+
		ticker(server.URL(), `    stale: {"*": 1s, B: off}`, `    alerts: [A silent 1500ms run page]`))
	o := open(t, "--config", config, "ticker")
	o.Sees(`●▸A +1 `)
	close(stop)
	o.Sees(`◑▸A +! +1 `, `alert: A no data for [\d.]+s, heartbeat fine`, `● B +`)
	close(data)
	o.Sees(`●▸A +! +2 `, `over after [\d.]+m?s: data again`)
	o.Types("a")
	vanishes(t, o, `ALERT`)
	o.Until("the command to have run", func(terminaltest.Screen) bool {
		text, err := os.ReadFile(file)
		return err == nil && strings.Count(string(text), "\n") == 1 && strings.Contains(string(text), `"state":"raised","label":"A"`)
	})
	leave(t, o)
}

// TestConfiguredKeysWorkAndAreInTheHelp leaves by the keys of a configuration, and finds them in the help.
func TestConfiguredKeysWorkAndAreInTheHelp(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, slices.Concat(subscribed(), ticks(1, 5)))
	config := writeConfig(t, "ui: {keys: {freeze: [ctrl+f, f5], keep: [f9], help: [H]}}\npresets:\n"+ticker(server.URL()))
	o := open(t, "--config", config, "ticker")
	o.Sees(`●▸A +5 `, `H help`, `ctrl\+f freeze`)
	o.Types("\x06")
	o.Sees(`LOG +frozen`)
	o.Types("\x1b[15~") // f5
	vanishes(t, o, `LOG +frozen`)
	o.Types("p")
	o.Types("H")
	o.Sees(`HELP`, `/ +search +search`)
	if strings.Contains(o.Screen().String(), "frozen") {
		t.Error("a key that was given away still does what it did")
	}
	o.Types("\x1b")
	vanishes(t, o, `HELP`)
	o.Types("\x1b[20~") // f9
	o.Left(0)
	if kept := o.Screen().String(); !strings.Contains(kept, "WATCHLIST") || !strings.Contains(kept, "◔ B") {
		t.Errorf("the last screen does not stay:\n%s", kept)
	}
}
