//go:build unix

package journey

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sockeye/model/terminaltest"
)

// afar opens the demo over SSH, behind a link.
func afar(t *testing.T, link terminaltest.Link) *terminaltest.Operator {
	t.Helper()
	if link.Buffer == 0 {
		link.Buffer = 1 << 20 // of sshd and the sockets
	}
	program := sockeye(t, "demo", "-p", "rate=100")
	program.Env = append(program.Env, "SSH_CONNECTION=192.0.2.1 50022 192.0.2.2 22", "SSH_TTY=/dev/pts/0")
	return terminaltest.Start(t, program, terminaltest.Terminal{Columns: 120, Rows: 36, Link: link})
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

// asked counts the questions for the position of the cursor.
func asked(o *terminaltest.Operator) int { return strings.Count(o.Written(), "\x1b[6n") }

// newer waits until the screen has a message that was sent after a moment.
func newer(o *terminaltest.Operator, moment time.Time) {
	o.Until("a message sent after "+moment.UTC().Format("15:04:05.000"), func(s terminaltest.Screen) bool {
		at, ok := newest(s)
		return ok && at.After(moment)
	})
}

func TestThinLink(t *testing.T) {
	t.Parallel()
	const rate = 1 << 10
	o := afar(t, terminaltest.Link{Rate: rate})
	o.Sees(`… entries left out: thin link`, `small: thin link`, smallChart)
	showRaw(o)
	newer(o, time.Now()) // so the first paint is through, and the link known

	// A second of the link is what may lie before the screen, of a buffer that holds a thousand. What is on the screen is
	// oldest when something newer takes its place: that is reported, and on a machine that may be loaded not compared.
	var moments []time.Time
	var oldest time.Duration
	o.Until("ten pictures", func(s terminaltest.Screen) bool {
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
		return len(moments) == 10
	})
	t.Logf("the newest message on the screen was sent %v ago at most", oldest)
	o.Sees(`term <?[\d.]+m?s `, `\[1 demo OPEN\]`, `data \d`)
	balances(t, o, `= [\d,]+ log \+ [\d,]+ beats \+ 0 dropped`)

	// Frozen, all entries are those that were received.
	o.Types("p")
	o.Sees(`frozen`)
	o.Until("no entry left out, and all of the chart", func(s terminaltest.Screen) bool { return !strings.Contains(s.String(), "thin link") })
	o.Sees(`┤`, `◀ `)
}

// TestFirstPaintOverAThinLink has the operator see what matters most before the rest is there.
func TestFirstPaintOverAThinLink(t *testing.T) {
	t.Parallel()
	o := afar(t, terminaltest.Link{Rate: 1 << 10})
	o.Sees(`\[1 demo OPEN\]`, `╭ WATCHLIST `, `●▸XBT/USD`)
	o.Sees(`╭ LOG `, `\d  XBT/USD +[\d,]+\.`)
	written := o.Written()
	first, rest := strings.Index(written, "XBT/USD"), strings.Index(written, "LOG")
	if first < 0 || first > rest || !strings.Contains(written[first:rest], "\x1b[6n") { // with which each render ends
		t.Errorf("the watchlist comes with all the rest: %q", written[:rest])
	}
	o.Sees(`╭ XBT/USD close .* window 1m`, smallChart)
}

func TestTerminalThatStops(t *testing.T) {
	t.Parallel()
	o := afar(t, terminaltest.Link{RoundTrip: 50 * time.Millisecond})
	showRaw(o)
	newer(o, time.Now())
	o.Stop()
	before := len(o.Written())
	seen, _ := newest(o.Screen())
	for time.Since(seen) < 5*time.Second { // what a link that has died takes to be noticed, and more
		time.Sleep(100 * time.Millisecond)
	}
	// A program that does not wait writes ten renders a second. This one was in the middle of one, and may try once more.
	const picture = 120 * 36 * 2
	if written := len(o.Written()) - before; written > 2*picture {
		t.Errorf("%d bytes are written to a terminal that accepts none", written)
	}
	o.Continue()
	newer(o, time.Now())
}

func TestTerminalThatNeverAnswers(t *testing.T) {
	t.Parallel()
	o := afar(t, terminaltest.Link{Silent: true})
	showRaw(o)
	var pictures []time.Time
	o.Until("data that goes on", func(s terminaltest.Screen) bool {
		if at, ok := newest(s); ok && !slices.Contains(pictures, at) {
			pictures = append(pictures, at)
		}
		return len(pictures) == 10
	})
	o.Sees(`term [\d.]+\wi?B?/s`) // no round trip
	if n := asked(o); n > 4 {
		t.Errorf("a terminal that does not answer is asked %d times", n)
	}
}

// TestFocusLost has the operator use another window and come back.
func TestFocusLost(t *testing.T) {
	t.Parallel()
	o := afar(t, terminaltest.Link{})
	showRaw(o)
	newer(o, time.Now())
	// renders counts those of four seconds of the exchange.
	renders := func() int {
		from, _ := newest(o.Screen())
		before := asked(o)
		newer(o, from.Add(4*time.Second))
		return asked(o) - before
	}
	o.Types("\x1b[O")
	newer(o, time.Now())
	blurred := renders()
	o.Types("\x1b[I")
	newer(o, time.Now())
	if focused := renders(); focused < 2*blurred {
		t.Errorf("%d renders are drawn in four seconds with the focus, and %d without", focused, blurred)
	}
}

func TestLinkIsMeasured(t *testing.T) {
	t.Parallel()
	o := afar(t, terminaltest.Link{RoundTrip: 400 * time.Millisecond})
	o.Sees(`term 4\d\dms [\d.]+KiB/s`)
	written := o.Written()
	if !strings.HasPrefix(written, "\x1b[?2026$p") {
		t.Errorf("the program does not ask for synchronized output first, but begins with %.40q", written)
	}
	if !strings.Contains(written, "\x1b[?2026h") {
		t.Error("the terminal has synchronized output, and it is not used")
	}
	showRaw(o)
	newer(o, time.Now()) // with a question behind it, which is on its way
	o.Types("\x03")
	o.Left(0)
	o.Types("next") // comes behind all answers
	o.Sees(`next`)
	if text := o.Screen().String(); strings.Contains(text, "^[[") {
		t.Errorf("an answer is typed into the shell:\n%s", text)
	}
}
