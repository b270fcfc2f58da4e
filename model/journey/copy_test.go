//go:build unix

package journey

import (
	"slices"
	"strings"
	"testing"

	"sockeye/feed/feedtest"
	"sockeye/model/terminaltest"
)

// TestLongCopyOverAThinLink copies an entry of 400 KB over 10 KiB a second: that is asked about, does not pile up before the
// terminal, and a key stops it at once and finds the screen as it was.
func TestLongCopyOverAThinLink(t *testing.T) {
	t.Parallel()
	const rate = 10 << 10
	long := `{"of":"A","price":7,"book":"` + strings.Repeat("x", 400_000) + `"}`
	server := feedtest.New(t, slices.Concat(subscribed(), ticks(1, 1), feedtest.Conversation{feedtest.Send(long), feedtest.Silence(nil)}))
	program := sockeye(t, "--config", tickerConfig(t, server.URL()), "ticker")
	program.Env = append(program.Env, "SSH_CONNECTION=192.0.2.1 50022 192.0.2.2 22", "SSH_TTY=/dev/pts/0")
	o := terminaltest.Start(t, program, terminaltest.Terminal{Columns: 100, Rows: 30, Link: terminaltest.Link{Rate: rate, Buffer: 1 << 20}})
	o.Sees(`●▸A +7 `, `← A .*"price":7`, `term `)
	command(o, "link 10KiB/s")
	o.Types("/" + `"price":7` + "\r") // on a slow machine an entry about the long frame comes after it
	o.Sees(`▸.*← A .*"price":7`)
	o.Types("c")
	o.Sees(`Copy 400,030 bytes to the terminal's clipboard, about 5\d s over this link\?`)
	o.Types("y")
	o.Sees(`sending 400,030 bytes to the terminal's clipboard: the screen waits, any key stops it`)
	begins := func() int { return strings.Index(o.Written(), "\x1b]52;c;") }
	o.Until("two seconds of it", func(terminaltest.Screen) bool {
		if ahead := len(o.Written()) - o.Arrived(); ahead > 3*rate {
			t.Fatalf("%d bytes are before the terminal, of a link that carries %d a second", ahead, rate)
		}
		return begins() >= 0 && o.Arrived() > begins()+2*rate
	})
	o.Types("\x1b")
	o.Sees(`copying was stopped`)
	if sent := len(o.Written()) - begins(); sent > 200_000 {
		t.Errorf("%d bytes were sent until it was stopped", sent)
	}
	o.Types("?")
	o.Sees(`HELP`)
	o.Types("\x1b")
	vanishes(t, o, `HELP`) // else esc and the next key are one
	command(o, "quit")     // `q` would end the search first
	o.Left(0)
}
