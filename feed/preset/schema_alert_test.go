package preset

import (
	"strings"
	"testing"

	"sockeye/feed/alertrule"
)

func TestAPresetHasAlerts(t *testing.T) {
	p := one(t, "url: ws://h\nalerts:\n  - XBT/USD > 61230 for 3s run page\n  - silent 10s\n")
	if len(p.Alerts) != 2 || p.Alerts[0].Run != "page" || p.Alerts[1].Kind != alertrule.Silent {
		t.Errorf("%+v", p.Alerts)
	}
}

func TestWrongAlertsAreReported(t *testing.T) {
	for _, test := range []struct{ alerts, want string }{
		{"gap", "f:4:13: `alerts` must be a list of alerts, and this is a text"},
		{"[gap, [a]]", "f:4:19: an alert must be a text, and this is a list"},
		{"\n      - A > 5 fro 3s", "f:5:15: `fro` is no option of an alert"},
		{"\n      - A > 5 fro 3s", "^ did you mean `for`?"},
		{"\n      - ' A > x'", "f:5:15: `x` is no number"},
		{"\n      - 'match /${env:X}/'", "f:5:17: placeholders have no value in an alert"},
		{"\n      - \"A \\x3e much\"", "f:5:17: `much` is no number"},
		{"[" + strings.Repeat("gap, ", MaxAlerts) + "gap]", "a preset has 100 alerts at most"},
	} {
		_, err := Parse("f", []byte("presets:\n  x:\n    url: ws://h\n    alerts: "+test.alerts))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s\ngives %v\nwant %s", test.alerts, err, test.want)
		}
	}
}
