package tab

import (
	"context"
	"testing"

	"sockeye/feed"
	"sockeye/feed/preset"
)

// TestPlacesHaveTheNamesOfTheRuleThatHasMatched: the paths of the inspector begin at the message, those of a rule at a record.
func TestPlacesHaveTheNamesOfTheRuleThatHasMatched(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	f := feed.Start(ctx, bind(t, preset.Env{}, `    events:
      - {match: {s: "*"}, label: s, values: {price: p, size: q}}
      - {match: {ch: ohlc}, each: data, label: pair, time: at, ohlc: {open: 1, high: 2, low: 3, close: 4, volume: $.v, end: 0}}
`), func(err error) { t.Error(err) })
	tab := New(f, Own{f})
	if tab.PresetNames(0) != nil || tab.PresetNames(3) != nil {
		t.Error("there are names without a rule")
	}
	for _, c := range []struct {
		rule       uint16
		path, want string
	}{
		{1, "p", "price"}, {1, "s", ""}, {1, "q", "size"}, {1, "data.4", ""},
		{2, "data.4", "close"}, {2, "data.7.1", "open"}, {2, "v", "volume"}, {2, "data.0", "end"}, {2, "p", ""},
	} {
		if got := tab.PresetNames(c.rule)(c.path); got != c.want {
			t.Errorf("rule %d: %s is called %q, want %q", c.rule, c.path, got, c.want)
		}
	}
}
