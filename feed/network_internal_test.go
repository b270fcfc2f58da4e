package feed

import (
	"testing"
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/alertrule"
)

// TestTheNetworkIsLostWhenAllFeedsAreWithinASecond, and is not when something speaks against that. Times are in milliseconds
// before now.
func TestTheNetworkIsLostWhenAllFeedsAreWithinASecond(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	ago := func(ms int) time.Time { return now.Add(-time.Duration(ms) * time.Millisecond) }
	lost := func(name string, ms int) *member { return &member{name: name, address: name, lost: ago(ms)} }
	open := func(name string, ms int) *member {
		return &member{name: name, address: name, connected: true, frame: ago(ms)}
	}
	stale := func(name string, ms int) *member {
		m := open(name, ms)
		m.stale = true
		return m
	}
	never := func(name string) *member { return &member{name: name, address: name} }
	at := func(m *member, address string) *member {
		m.address = address
		return m
	}
	for _, test := range []struct {
		name    string
		members []*member
		want    string
	}{
		{"both lost", []*member{lost("a", 0), lost("b", 900)}, "network: all 2 were lost within 1s: a, b"},
		{"a second apart", []*member{lost("a", 0), lost("b", 1100)}, ""},
		{"one alone", []*member{lost("a", 0)}, ""},
		{"one is well", []*member{lost("a", 0), lost("b", 100), open("c", 2900)}, ""},
		{"one is silent", []*member{lost("a", 3000), open("b", 3500)}, "network: all 2 were lost within 1s: a, b"},
		{"one is slow", []*member{lost("a", 0), lost("b", 500), open("c", 20_000)}, "network: of 3 feeds 2 were lost within 1s: a, b"},
		{"all are silent, and one is stale", []*member{stale("a", 5000), open("b", 5500)}, "network: all 2 were lost within 1s: a, b"},
		{"all are silent, as they may be", []*member{open("a", 5000), open("b", 5500)}, ""},
		{"one was down before", []*member{lost("a", 0), lost("b", 100), lost("c", 60_000)}, "network: all 2 were lost within 1s: a, b"},
		{"one was never there", []*member{lost("a", 0), lost("b", 100), never("c")}, "network: all 2 were lost within 1s: a, b"},
		{"one server", []*member{at(lost("a", 0), "h:1"), at(lost("b", 100), "h:1")}, ""},
		{"many", []*member{lost("a", 0), lost("b", 0), lost("c", 0), lost("d", 0), lost("e", 0)}, "network: all 5 were lost within 1s: a, b, c and 2 more"},
	} {
		n := &Network{members: test.members}
		text := ""
		if changed, outage := n.judge(now, nil); changed {
			text = outage.String()
		}
		if text != test.want {
			t.Errorf("%s: %q, want %q", test.name, text, test.want)
		}
	}
}

// TestTheNetworkIsBackWithAFrame of any of the feeds.
func TestTheNetworkIsBackWithAFrame(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	a, b := &member{name: "a", address: "a", lost: now}, &member{name: "b", address: "b", lost: now}
	n := &Network{members: []*member{a, b}}
	n.judge(now, nil)
	a.lost, a.connected, a.frame = time.Time{}, true, now
	if changed, _ := n.judge(now.Add(time.Minute), nil); changed {
		t.Error("it is back without a frame")
	}
	a.frame = now.Add(time.Minute)
	changed, outage := n.judge(now.Add(time.Minute), nil)
	if got := outage.String(); !changed || got != "network: back after 1m" {
		t.Errorf("%v, %s", changed, got)
	}
	if changed, _ := n.judge(now.Add(time.Minute), nil); changed {
		t.Error("it is lost again")
	}
}

// TestWhatIsSilentWhileItsFramesGoOnIsNoMatterOfTheNetwork: its alert does not wait for what becomes of other feeds.
func TestWhatIsSilentWhileItsFramesGoOnIsNoMatterOfTheNetwork(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	n := NewNetwork()
	quiet := &member{network: n, name: "a", address: "a", connected: true, frame: now.Add(-time.Second / 2), known: now, spoken: make(map[string]time.Time)}
	other := &member{network: n, name: "b", address: "b", connected: true, frame: now, known: now}
	n.members = []*member{quiet, other}
	if text, answer := quiet.Say(now, &alertrule.Rule{Kind: alertrule.Silent}); answer != alert.Alone {
		t.Errorf("%d, %q", answer, text)
	}
}
