package serve

import (
	"slices"
	"strings"
	"testing"
	"time"

	"sockeye/feed/feedtest"
)

func TestASymbolIsWantedWhileAnybodyWantsIt(t *testing.T) {
	w := newWants([]string{"A", "B"})
	if added := w.add("alice", []string{"A", "C"}); !slices.Equal(added, []string{"A", "C"}) {
		t.Errorf("alice wants %q anew", added)
	}
	w.add("bob", []string{"C"})
	if added := w.add("bob", []string{"C"}); added != nil {
		t.Errorf("bob wants %q anew", added)
	}
	for _, test := range []struct{ who, symbol, others string }{
		{"alice", "A", "config"}, {"bob", "A", "config alice"}, {"alice", "C", "bob"}, {"carol", "C", "alice bob"}, {"alice", "D", ""},
	} {
		if others := w.others(test.who, test.symbol); others != test.others {
			t.Errorf("besides %s, %s is wanted by %q", test.who, test.symbol, others)
		}
	}
	if r := w.release("alice", []string{"A", "C"}); r.unwanted != nil || r.configured != nil || r.err != nil {
		t.Errorf("her own: %+v", r)
	}
	if r := w.release("alice", []string{"C"}); r.unwanted != nil || r.err == nil || !strings.Contains(r.err.Error(), "C (bob)") {
		t.Errorf("what only bob wants: %+v", r)
	}
	if r := w.release("alice", []string{"A"}); !slices.Equal(r.unwanted, []string{"A"}) || !slices.Equal(r.configured, []string{"A"}) || r.err != nil {
		t.Errorf("the configuration's: %+v", r)
	}
	if r := w.release("bob", []string{"C", "X"}); !slices.Equal(r.unwanted, []string{"C", "X"}) || r.err != nil {
		t.Errorf("the last one, and one that is wanted no more: %+v", r)
	}
	w.add("bob", []string{"B", "Z", "Y"})
	if unwanted := w.removeAll("bob"); !slices.Equal(unwanted, []string{"Y", "Z"}) {
		t.Errorf("bob has left, and %q are wanted no more", unwanted)
	}
	if len(w.by) != 1 {
		t.Errorf("%v is kept", w.by)
	}
}

// TestWantsOfOperators on the wire: a symbol is subscribed once, and unsubscribed with the last want.
func TestWantsOfOperators(t *testing.T) {
	t.Parallel()
	x := feedtest.New(t, quotes(
		feedtest.Expect(`{"sub":"C"}`), feedtest.Send(`{"ok":"C"}`), feedtest.Send(`{"s":"C","p":3.5}`),
		feedtest.Expect(`{"unsub":"C"}`), feedtest.Expect(`{"unsub":"A"}`), feedtest.Expect(`{"send":1}`)))
	f := begin(t, presets(map[string]string{"alpha": x.URL()}), []string{"alpha"})
	alice, bob := f.logIn("alice", nil, ""), f.logIn("bob", nil, "")
	alice.sees("alpha OPEN", `A +1\.5`)
	bob.sees("alpha OPEN", `A +1\.5`)
	alice.sees(`A +1\.5.*\+config`)
	alice.command("sub C")
	bob.sees(`C +3\.5.*\+alice`)
	alice.sees(`C +3\.5`)
	bob.command("unsub C")
	bob.sees("wanted by others, and not by you: C")
	bob.command("sub C")
	alice.sees(`C +3\.5.*\+bob`)
	alice.command("unsub C")
	alice.sees(`C +3\.5.*\+bob`)
	bob.command("unsub C")
	bob.sees("C +off")
	alice.command("unsub A")
	bob.sees("alice unsubscribes A, which the configuration wants")
	bob.command("alert A > 1 run page")
	bob.sees("no command is run for your alerts")
	bob.command("alert A > 1 record 5m")
	bob.sees("nothing is recorded for your alerts")
	bob.command(`send {"send":1}`)
	bob.sees("Send to alpha")
	bob.types("y")
	alice.sees(`bob sends`)
	x.Wait()
	f.audited(`"operator":"alice"`)
	f.audited(`"act":"send","feed":"alpha","what":"{\"send\":1}"`)
}

// TestWantsOutlastTheirOperatorForATime.
func TestWantsOutlastTheirOperatorForATime(t *testing.T) {
	t.Parallel()
	x := feedtest.New(t, quotes(feedtest.Expect(`{"sub":"C"}`), feedtest.Send(`{"ok":"C"}`), feedtest.Expect(`{"unsub":"C"}`)))
	f := begin(t, presets(map[string]string{"alpha": x.URL()}), []string{"alpha"})
	alice := f.logIn("alice", nil, "")
	alice.sees("alpha OPEN", `A +1\.5`)
	alice.command("sub C")
	alice.sees("C +no data")
	alice.types("Q")
	alice.gone(0)
	again := f.logIn("alice", nil, "")
	again.sees("C +no data")
	f.server.mu.Lock()
	f.server.options.Linger = time.Millisecond // from here on; a machine may be slow to log in again
	f.server.mu.Unlock()
	again.types("Q")
	again.gone(0)
	x.Wait()
	f.until("the want to end", func() bool { return !f.server.feeds.all()[0].wants.has("alice", "C") })
}

// TestAKeyThatMayOnlyReadSendsNothing, and opens what it may.
func TestAKeyThatMayOnlyReadSendsNothing(t *testing.T) {
	t.Parallel()
	x := feedtest.New(t, quotes())
	y := feedtest.New(t)
	key, line := newKey(t, `read-only,feeds="alpha"`, "wall")
	f := begin(t, presets(map[string]string{"alpha": x.URL(), "beta": y.URL()}), []string{"alpha"}, line)
	client := f.mustDial("x", key)
	o := f.screen(client, "")
	o.sees("alpha OPEN", `A +1\.5`)
	for keys, want := range map[string]string{
		"u":                       errReadOnly.Error(),
		"R":                       errReadOnly.Error(),
		":sub C\r":                errReadOnly.Error(),
		":send x\r":               errReadOnly.Error(),
		":close\r":                errReadOnly.Error(),
		":mark x\r":               errReadOnly.Error(),
		":alert A > 1\r":          errReadOnly.Error(),
		":snooze 30m\r":           errReadOnly.Error(),
		"X":                       "the log is not cleared",
		":write /tmp/x\r":         ":write is not allowed here",
		":record on\r":            ":record is not allowed here",
		":open beta\r":            "your key may not open beta",
		":open wss://x.invalid\r": "addresses are not allowed here",
		":write /et\t":            ":write /et",
	} {
		o.types(keys)
		o.sees(want)
		o.types("\x1b")
		o.sees(`\? help`)
	}
	if _, errors, code := f.pipe(client, "tail beta"); code != 2 || !strings.Contains(errors, "may not open beta") {
		t.Errorf("%d %s", code, errors)
	}
}

// TestNothingThatOneTypesReachesAnother, nor a pipe; what a terminal answers by itself is in apart_test.go.
func TestNothingThatOneTypesReachesAnother(t *testing.T) {
	t.Parallel()
	f := begin(t, demoConfig(t, "?rate=50"), []string{"demo"})
	client := f.mustDial("alice", nil)
	alice, same, bob := f.screen(client, ""), f.screen(client, ""), f.logIn("bob", nil, "")
	for _, o := range []*operator{alice, same, bob} {
		o.sees("demo OPEN")
	}
	const secret = "Qx7Zt9"
	alice.types("/" + secret + "\r")
	alice.types("&" + secret + "\r")
	alice.types(":nonsense " + secret)
	alice.sees(secret)
	alice.types("\x1b\x1b]11;rgb:" + secret + "\x07\x1bP>|" + secret + "\x1b\\")
	alice.types(":goto " + secret + "\r")
	alice.sees(secret)
	for _, o := range []*operator{same, bob} {
		o.types("p")
		o.sees("FROZEN")
		if strings.Contains(o.Screen().String(), secret) {
			t.Errorf("another screen has it:\n%s", o.Screen())
		}
	}
	if out, _, _ := f.pipe(client, "tail demo --count 20 --raw"); strings.Contains(out, secret) {
		t.Error("a pipe has it")
	}
}
