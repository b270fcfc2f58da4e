//go:build unix

package budget

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sockeye/model/terminaltest"
)

// keyPatience is for how long an answer to a key is waited for.
const keyPatience = time.Minute

// sideways is how many cells a key moves the text of the log to the side.
const sideways = 16

// answer presses keys, and the one for the help behind them, and returns how long that is before the help is on the screen:
// keys are answered in their order. It leaves the help again. Without an answer, that is all that is to be known.
func answer(o *terminaltest.Operator, keys string) (took time.Duration, answered bool) {
	shown := func() bool { return strings.Contains(o.Screen().String(), "╭ HELP") }
	begun := time.Now()
	o.Types(keys + "?")
	for !shown() {
		if time.Since(begun) > keyPatience {
			return keyPatience, false
		}
		time.Sleep(sampleInterval)
	}
	took = time.Since(begun)
	o.Types("q")
	for left := time.Now(); shown(); time.Sleep(sampleInterval) {
		if time.Since(left) > keyPatience {
			return keyPatience, false
		}
	}
	return took, true
}

// keyRow is a row about the slowest of some keys.
func keyRow(what string, slowest time.Duration, answered bool, most time.Duration) row {
	today := fmt.Sprintf("%.2f s", slowest.Seconds())
	if !answered {
		today = fmt.Sprintf("> %.0f s", keyPatience.Seconds())
	}
	return row{what: what, budget: fmt.Sprintf("< %.2f s", most.Seconds()), today: today, met: verdict(answered && slowest < most)}
}

// presses presses keys one after the other, as soon as the one before is answered, and returns the slowest.
func presses(o *terminaltest.Operator, keys ...string) (slowest time.Duration, answered bool) {
	for _, k := range keys {
		took, ok := answer(o, k)
		if slowest = max(slowest, took); !ok {
			return slowest, false
		}
	}
	return slowest, true
}

// whole waits until a program shows that all has come, and fails if that lasts longer than a key may.
func whole(b *testing.B, o *terminaltest.Operator, what string) {
	b.Helper()
	await(b, o, what, func() bool { return strings.Contains(o.Screen().String(), "all of it") })
}

func measureAttackedKeys(b *testing.B) {
	const most = time.Second / 4
	address := startAttack(b)
	begin := func(b *testing.B, path, preset string, terminal terminaltest.Terminal) *terminaltest.Operator {
		return terminaltest.Start(b, attacked(b, address+"/"+path, 1, preset), terminal)
	}
	b.Run("lists", func(b *testing.B) {
		o := begin(b, "lists", `    params: {symbols: [A]}
    subscribe: {send: {sub: "${symbol}"}}
    unsubscribe: {send: {un: "${symbol}"}}
    events: [{match: {-2: trade}, each: 1, label: $.-1, time: 2, values: {p: 0}}]
`, window120)
		o.Sees(`\[1 attack1 OPEN`)
		var slowest time.Duration
		answered := true
		for began := time.Now(); answered && time.Since(began) < 4*time.Second; {
			var took time.Duration
			took, answered = presses(o, "z", "s\x1b", "z", "u\x1b", ":plot 0\r")
			slowest = max(slowest, took)
		}
		report(keyRow("slowest key: a message of 3 MB, 12,000 records and 850,000 empty lists", slowest, answered, most))
	})
	b.Run("search", func(b *testing.B) {
		o := begin(b, "entries", "", window120)
		whole(b, o, "64 entries of 16 KB")
		slowest, answered := presses(o, "z", "l")
		if answered {
			_, answered = answer(o, strings.Repeat("l", 10_000/sideways)) // which are many keys
		}
		if answered {
			slowest, answered = presses(o, "/0\r", "n", "N", "l", "h")
		}
		report(keyRow("slowest key: search /0 on entries of 16 KB, scrolled 10,000 cells", slowest, answered, most))
	})
	b.Run("regexp", func(b *testing.B) {
		o := begin(b, "huge", "", window120)
		whole(b, o, "20 entries of 3 MiB")
		slowest, answered := presses(o, "z", "/[xyz]\r", "n", "N", "/.{1,300}Q\r", "n", "&\\d+ \\d+$\r", "k")
		report(keyRow("slowest key: a regular expression on entries of 3 MiB", slowest, answered, most))
	})
	b.Run("copy", func(b *testing.B) {
		thin := terminaltest.Terminal{Columns: 120, Rows: 36, Link: terminaltest.Link{Rate: 10 << 10, Buffer: 1 << 20}}
		o := begin(b, "copy", "", thin)
		whole(b, o, "an entry of 400 KB")
		if slowest, answered := presses(o, "z", "k\r"); !answered {
			report(keyRow("slowest key: over 10 KiB/s", slowest, answered, time.Second))
			return
		}
		// Whether it is to be copied is asked; the first n is for that, and the second one stops what the y has begun.
		slowest, answered := presses(o, "cn", "cyn", "J")
		report(keyRow("slowest key: copy of 400 KB over 10 KiB/s", slowest, answered, 2*time.Second))
	})
	b.Run("acks", func(b *testing.B) {
		var symbols []string
		for n := range pendings {
			symbols = append(symbols, fmt.Sprint("s", n))
		}
		began := time.Now()
		o := begin(b, "acks", "    limits: {labels: 20000}\n    params: {symbols: ["+strings.Join(symbols, ", ")+`]}
    subscribe: {send: {sub: "${symbol}", id: "${id}"}, ack: {ok: "${symbol}.${id}"}}
`, window120)
		o.Sees(`\[1 attack1 OPEN`)
		slowest, answered := presses(o, "z")
		done := func() bool { return strings.Contains(o.Screen().String(), "all of it") }
		for answered && !done() && time.Since(began) < keyPatience {
			var took time.Duration
			took, answered = presses(o, "j", "G")
			slowest = max(slowest, took)
		}
		all := fmt.Sprintf("all in %.1f s", time.Since(began).Seconds())
		if !done() {
			all = fmt.Sprintf("not all in %.0f s", keyPatience.Seconds())
		}
		report(keyRow("slowest key: 10,000 subscriptions acked one by one, "+all, slowest, answered, most))
	})
}
