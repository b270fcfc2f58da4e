//go:build unix

package journey

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/model/terminaltest"
)

// afar opens the demo over SSH, behind a link, in the smallest window that has all panes and without colours: each byte takes its time.
func afar(t *testing.T, link terminaltest.Link) *terminaltest.Operator {
	t.Helper()
	if link.Buffer == 0 {
		link.Buffer = 1 << 20 // of sshd and the sockets
	}
	program := sockeye(t, "demo", "-p", "rate=100")
	program.Env = append(program.Env, "SSH_CONNECTION=192.0.2.1 50022 192.0.2.2 22", "SSH_TTY=/dev/pts/0", "NO_COLOR=1")
	return terminaltest.Start(t, program, terminaltest.Terminal{Columns: 100, Rows: 24, Link: link})
}

// stamp is the time of the exchange in a candle.
var stamp = regexp.MustCompile(`\[\d+,\["(\d+\.\d+)"`)

// newest returns when the exchange has sent the newest message that is on the screen; false if there is none.
func newest(s terminaltest.Screen) (time.Time, bool) {
	var latest float64
	for _, found := range stamp.FindAllStringSubmatch(s.String(), -1) {
		if at, err := strconv.ParseFloat(found[1], 64); err == nil {
			latest = max(latest, at)
		}
	}
	return time.UnixMicro(int64(latest * 1e6)), latest > 0
}

// showRaw has the log show the messages as they came, in which newest finds their times.
func showRaw(o *terminaltest.Operator) {
	o.Sees(`╭ LOG `, `XBT/USD +[\d,]+\.`)
	o.Types("r")
}

// smallChart is a chart of one row, and a blank one below it.
const smallChart = `│low [\d,.k]+ [ ▁-█]+ high [\d,.k]+│.*\n│ +│`

// newer waits until the screen has a message that was sent after a moment.
func newer(o *terminaltest.Operator, moment time.Time) {
	o.Until("a message sent after "+moment.UTC().Format("15:04:05.000"), func(s terminaltest.Screen) bool {
		at, ok := newest(s)
		return ok && at.After(moment)
	})
}

// TestOverAThinLinkTheScreenIsOfThePresent has what matters most come first, less of the rest than over a fast one, and no more
// of it before the terminal than the link carries in a second.
func TestOverAThinLinkTheScreenIsOfThePresent(t *testing.T) {
	t.Parallel()
	const rate = 1 << 10
	o := afar(t, terminaltest.Link{Rate: rate})
	o.Sees(`\[1 demo OPEN\]`, `╭ WATCHLIST `, `●▸XBT/USD`, `╭ LOG `)
	written := o.Written()
	if !strings.HasPrefix(written, "\x1b[?2026$p") || !strings.Contains(written, "\x1b[?2026h") {
		t.Errorf("the program does not ask for synchronized output first, or does not use it: %.40q", written)
	}
	first, rest := strings.Index(written, "XBT/USD"), strings.Index(written, "LOG")
	if first < 0 || first > rest || !strings.Contains(written[first:rest], "\x1b[6n") { // with which each render ends
		t.Errorf("the watchlist comes with all the rest: %q", written[:rest])
	}
	o.Sees(`… entries left out: thin link`, `small: thin link`, smallChart)
	showRaw(o)
	newer(o, time.Now()) // so the first paint is through, and the link known

	// A second of the link is what may lie before the screen, of a buffer that holds a thousand. What is on the screen is
	// oldest when something newer takes its place: that is reported, and on a machine that may be loaded not compared.
	var moments []time.Time
	var oldest time.Duration
	o.Until("three pictures", func(s terminaltest.Screen) bool {
		at, ok := newest(s)
		if !ok {
			t.Fatalf("no message is on the screen\n%s", s)
		}
		if slices.Contains(moments, at) {
			return false
		}
		line := slices.IndexFunc(s.Lines, func(line string) bool {
			found, ok := newest(terminaltest.Screen{Lines: []string{line}})
			return ok && found.Equal(at)
		})
		before := at
		if len(moments) > 0 {
			before = moments[len(moments)-1]
		}
		oldest = max(oldest, s.Since[line].Sub(before))
		if behind := len(o.Written()) - o.Arrived(); behind > 3*rate {
			t.Errorf("%d bytes are on their way over a link that carries %d a second", behind, rate)
		}
		moments = append(moments, at)
		return len(moments) == 3
	})
	t.Logf("the newest message on the screen was sent %v ago at most", oldest)
	o.Sees(`term <?[\d.]+m?s `, `\[1 demo OPEN\]`, `data \d`)
	balances(t, o, `= [\d,]+ log \+ [\d,]+ beats \+ 0 dropped`)

	newer(o, time.Now()) // with a query behind it, which is on its way
	o.Types("\x03")
	o.Left(0)
	o.Types("next") // comes behind all replies
	o.Sees(`next`)
	if text := o.Screen().String(); strings.Contains(text, "^[[") {
		t.Errorf("a reply is typed into the shell:\n%s", text)
	}
}

// TestATerminalThatStopsHoldsUpNoServer has the terminal accept nothing while more comes in than may wait for a screen: the server is not
// held up, and nothing of it is lost when the terminal goes on.
func TestATerminalThatStopsHoldsUpNoServer(t *testing.T) {
	t.Parallel()
	const messages = 2000
	begin := make(chan struct{})
	flood := fmt.Appendf(nil, "\x81\x7e\x50\x00%-20480s", `{"of":"A","price":7}`)
	server := feedtest.New(t, slices.Concat(subscribed(), ticks(1, 3), feedtest.Conversation{feedtest.Silence(begin)},
		slices.Repeat(feedtest.Conversation{feedtest.SendRaw(bytes.Repeat(flood, 100)), rest(50 * time.Millisecond)}, messages/100),
		feedtest.Conversation{tick("B", 8), feedtest.Ping("all of it"), feedtest.ExpectPong("all of it"), feedtest.Silence(nil)}))
	o := open(t, "--config", tickerConfig(t, server.URL()), "ticker")
	o.Sees(`●▸A +3 `)
	o.BlockWrites()
	o.Types("+") // is painted at once, or would be: the program stands still
	close(begin)
	server.Wait()
	o.Continue()
	o.Resize(200, 36) // all is drawn anew
	o.Sees(`\[1 ticker OPEN`, `●▸A +7 `, `● B +8 `, `reconnects 0`)
	balancesAs(t, o, "that of all", func(s terminaltest.Screen) bool {
		return balanced(s) == 5+messages+1 && strings.Contains(s.String(), " 0 dropped")
	})
	leave(t, o)
}
