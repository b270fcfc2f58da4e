package preset

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestParseAlert(t *testing.T) {
	level := Alert{Kind: AlertLevel, Label: "XBT/USD", Compare: ">", Limit: 61230}
	with := func(a Alert, change func(*Alert)) Alert { change(&a); return a }
	tests := []struct {
		text, canonical string // "" is the text itself
		want            Alert
	}{
		{"XBT/USD > 61230", "", level},
		{"  XBT/USD\t>61230 ", "-", Alert{}}, // a tab is a control character
		{"  XBT/USD  >61230 ", "XBT/USD > 61230", level},
		{"XBT/USD > 61230 for 3s bell run page", "", with(level, func(a *Alert) { a.For, a.Bell, a.Run = 3*time.Second, true, "page" })},
		{"XBT/USD > 61230 run page notify once for 3s bell", "XBT/USD > 61230 for 3s once bell notify run page",
			with(level, func(a *Alert) { a.For, a.Bell, a.Run, a.Once, a.Notify = 3*time.Second, true, "page", true, true })},
		{"XBT/USD bid >= 5e-1", "XBT/USD bid >= 0.5", Alert{Label: "XBT/USD", Field: "bid", Compare: ">=", Limit: 0.5}},
		{"sensor.* < -4", "", Alert{Label: "sensor.*", Compare: "<", Limit: -4}},
		{"* <= 1e300", "* <= 1e+300", Alert{Label: "*", Compare: "<=", Limit: 1e300}},
		{`"living room" > 30`, "", Alert{Label: "living room", Compare: ">", Limit: 30}},
		{`"a ""b""" "gap" > 30`, "", Alert{Label: `a "b"`, Field: "gap", Compare: ">", Limit: 30}},
		{`"gap" > 1`, "", Alert{Label: "gap", Compare: ">", Limit: 1}},
		{`">" > 1`, "", Alert{Label: ">", Compare: ">", Limit: 1}},
		{`"XBT/USD">1`, "XBT/USD > 1", Alert{Label: "XBT/USD", Compare: ">", Limit: 1}},
		{`once bell < 1`, "", Alert{Label: "once", Field: "bell", Compare: "<", Limit: 1}},
		{"XBT/USD crosses 61230", "", Alert{Kind: AlertCrosses, Label: "XBT/USD", Limit: 61230}},
		{"XBT/USD ask crosses 61230 once", "", Alert{Kind: AlertCrosses, Label: "XBT/USD", Field: "ask", Limit: 61230, Once: true}},
		{"XBT/USD changes 2% in 1m", "", Alert{Kind: AlertChanges, Label: "XBT/USD", Limit: 2, Percent: true, Within: time.Minute}},
		{"XBT/USD bid changes 50 in 90s", "XBT/USD bid changes 50 in 1m30s", Alert{Kind: AlertChanges, Label: "XBT/USD", Field: "bid", Limit: 50, Within: 90 * time.Second}},
		{"XBT/USD rate < 1 for 10s", "", Alert{Kind: AlertRate, Label: "XBT/USD", Compare: "<", Limit: 1, For: 10 * time.Second}},
		{`XBT/USD "rate" < 1`, "", Alert{Label: "XBT/USD", Field: "rate", Compare: "<", Limit: 1}},
		{"silent 10s", "", Alert{Kind: AlertSilent, Within: 10 * time.Second}},
		{"ETH/USD silent 1h notify", "", Alert{Kind: AlertSilent, Label: "ETH/USD", Within: time.Hour, Notify: true}},
		{"match /error|halt/ bell", "", Alert{Kind: AlertMatch, Expr: "error|halt", Bell: true}},
		{"match error or bell", "match /error or bell/", Alert{Kind: AlertMatch, Expr: "error or bell"}},
		{`match //api/v1\/x/ once`, "", Alert{Kind: AlertMatch, Expr: `/api/v1\/x`, Once: true}},
		{"match / a /", "", Alert{Kind: AlertMatch, Expr: " a "}},
		{"gap", "", Alert{Kind: AlertGap}},
		{"gap bell", "", Alert{Kind: AlertGap, Bell: true}},
	}
	for _, test := range tests {
		got, err := ParseAlert(test.text)
		if test.canonical == "-" {
			if err == nil {
				t.Errorf("%q is accepted", test.text)
			}
			continue
		}
		if test.canonical == "" {
			test.canonical = test.text
		}
		if (got.Regexp != nil) != (got.Kind == AlertMatch) {
			t.Errorf("%q has the expression %v", test.text, got.Regexp)
		}
		canonical := got.String()
		got.Regexp = nil
		if err != nil || got != test.want || canonical != test.canonical {
			t.Errorf("%q is\n%+v %q, %v, want\n%+v %q", test.text, got, canonical, err, test.want, test.canonical)
		}
	}
}

func TestAlertsThatAreNone(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "this alert is empty: write it like `XBT/USD > 61230 for 3s bell`",
		"XBT/USD":                      "`XBT/USD` is only a label: write it like",
		"XBT/USD>5":                    "`XBT/USD>5` is taken for a label: put a blank in front of the `<` or `>`",
		"> 5":                          "which label is this about?: put it in front",
		"rate > 5":                     "which label is this about?",
		`"" > 5`:                       "this label is empty: `*` is every row",
		`A "" > 5`:                     "this field is empty",
		`a\ > 5`:                       "escapes nothing",
		`"A > 5`:                       `this quote is not closed: add a "`,
		`"A"B > 5`:                     "put a blank behind the quote",
		"A > ":                         "the level is missing: write a number",
		"A > much":                     "`much` is no number: write it like `61230`",
		"A > 61,230":                   "leave the commas out: `61230`",
		"A > 2%":                       "only `changes` knows per cent",
		"A > 1e999":                    "`1e999` is no number",
		"A > on":                       "`on` is no number",
		"A = 5":                        "`=` says nothing about a value: there are `>`, `>=`, `<`, `<=`, `crosses`",
		"A croses 5":                   "did you mean `crosses`?",
		"A bid croses 5":               "did you mean `crosses`?",
		"A bid":                        "`bid` says nothing about a value",
		"A bid = 5":                    "`=` says nothing about a value",
		"A bid rate > 5":               "`rate` is about all events of a label, and knows no fields: leave the field out",
		"A match /x/":                  "`match` is about the whole feed: leave the label out",
		"A changes in 1m":              "`in` is no number",
		"A changes 2%":                 "`in` is missing: as in `changes 2% in 1m`",
		"A changes 2% over 1m":         "this must be `in`",
		"A changes 0% in 1m":           "a change must be more than zero",
		"A changes 2% in 1m for 3s":    "`for` goes with a level or a rate: leave it out",
		"A changes 2% in 100ms":        "this must be from 1s to 24h",
		"A rate 5":                     "`rate` is compared with `>`, `>=`, `<`, `<=`: as in `rate < 1`",
		"A rate < -1":                  "a rate is not below zero",
		"silent":                       "how long is missing: as in `silent 10s`",
		"silent 10":                    "`10`: a duration needs a unit: `10s`, say",
		"silent 48h":                   "this must be from 1s to 24h",
		"silent 10s for 3s":            "`for` goes with",
		"match":                        "the regular expression is missing",
		"match //":                     "the regular expression is empty",
		"match /a":                     "this regular expression does not end: add a `/`",
		"match /(/":                    "this is no regular expression: missing closing ): `(`",
		"match /a/b":                   "`b` is no option of an alert",
		"match /a/ bel":                "did you mean `bell`?",
		"gap A":                        "`A` is no option of an alert: there are `for`, `once`",
		"A > 5 bell bell":              "`bell` is here twice",
		"A > 5 run":                    "the command is missing: as in `run page`",
		"A > 5 run /bin/sh":            "`/bin/sh` cannot be the name of a command",
		"match /${secret:X}/":          "placeholders have no value in an alert",
		"A > 5\x1b[2J":                 "without control characters",
		"A\xff > 5":                    "without control characters",
		strings.Repeat("a", 1001):      "an alert has 1000 characters at most",
		"match /" + `(a{1000}){1000}/`: "this is no regular expression",
	} {
		if a, err := ParseAlert(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is %q, %v; want %s", text, a, err, want)
		}
	}
}

func TestAlertHolds(t *testing.T) {
	for text, want := range map[string]string{"A > 5": "6", "A >= 5": "56", "A < 5": "4", "A <= 5": "45"} {
		a, err := ParseAlert(text)
		if err != nil {
			t.Fatal(err)
		}
		held := ""
		for _, v := range []float64{4, 5, 6} {
			if a.Holds(v) {
				held += string(rune('0' + int(v)))
			}
		}
		if held != want || a.Holds(math.NaN()) {
			t.Errorf("%s holds for %s, want %s", text, held, want)
		}
	}
}

func TestSmartCase(t *testing.T) {
	for expr, want := range map[string]bool{
		"error": true, "Error": false, `\S+`: true, `\pL`: true, `\p{Greek}`: true, `\x{2F}`: true, `\p{Greek}E`: false, `\`: true, `\p`: true, `É`: false,
	} {
		if got := !hasUpper(expr); got != want {
			t.Errorf("%s tells case: %v", expr, !got)
		}
	}
	a, err := ParseAlert("match /halt/")
	if err != nil || !a.Regexp.MatchString("HALTED") {
		t.Errorf("lower case does not find upper case: %v", err)
	}
}

const twoAlerts = `
url: ws://h
alerts:
  - XBT/USD > 61230 for 3s run page
  - silent 10s
`

func TestAlertsOfAPreset(t *testing.T) {
	commands := "ui:\n  commands:\n    page: {run: [notify-send, -t, 5, 'a b']}\n    log: {run: [logger], timeout: 1m}\n"
	c := load(t, commands+entryText(twoAlerts))
	p, _ := c.Preset("x")
	if len(p.Alerts) != 2 || p.Alerts[0].Run != "page" || p.Alerts[1].Kind != AlertSilent {
		t.Errorf("%+v", p.Alerts)
	}
	want := []Command{{"page", []string{"notify-send", "-t", "5", "a b"}, 10 * time.Second}, {"log", []string{"logger"}, time.Minute}}
	if !reflect.DeepEqual(c.UI.Commands, want) {
		t.Errorf("%+v", c.UI.Commands)
	}
	for _, line := range []string{"    - XBT/USD > 61230 for 3s run page\n", `commands: {"page":{"run":["notify-send","-t",5,"a b"]},"log":{"run":["logger"],"timeout":"1m"}}`} {
		if !strings.Contains(c.YAML(), line) {
			t.Errorf("the configuration is printed without %s:\n%s", line, c.YAML())
		}
	}
	again := load(t, c.YAML())
	if p, _ := again.Preset("x"); !reflect.DeepEqual(again.UI, c.UI) || len(p.Alerts) != 2 {
		t.Errorf("what is printed is read as %+v, %+v", again.UI, p.Alerts)
	}

	typed, _ := ParseAlert("gap run pag")
	if err := c.UI.CheckAlert(typed); err == nil || err.Error() != "there is no command `pag` to run: did you mean `page`?" {
		t.Error(err)
	}
	for _, text := range []string{"gap", "gap run log"} {
		if typed, _ := ParseAlert(text); c.UI.CheckAlert(typed) != nil {
			t.Errorf("%s is refused", text)
		}
	}
}

// TestCommandsOfAnotherFile looks for the command of a shipped alert in the file that replaces the shipped commands.
func TestCommandsOfAnotherFile(t *testing.T) {
	base := "ui: {commands: {page: {run: [a]}}}\n" + entryText(twoAlerts)
	if _, err := Load([]byte(base), "f", []byte("ui: {commands: {call: {run: [b]}}}")); err == nil || !strings.Contains(err.Error(), "built-in:6:32: there is no command `page` to run") {
		t.Errorf("%v", err)
	}
	if _, err := Load([]byte(base), "f", []byte("presets: {x: {url: ws://h}}\nui: {commands: {call: {run: [b]}}}")); err != nil {
		t.Errorf("an alert that is not in force is missed: %v", err)
	}
}

func TestWrongAlerts(t *testing.T) {
	alerts := func(list string) string { return "presets:\n  x:\n    url: ws://h\n    alerts: " + list }
	commands := func(yaml string) string { return "ui:\n  commands: " + yaml }
	for _, test := range []struct{ text, want string }{
		{alerts("gap"), "f:4:13: `alerts` wants a list of alerts, and this is a text"},
		{alerts("[gap, [a]]"), "f:4:19: an alert wants a text, and this is a list"},
		{alerts("\n      - A > 5 fro 3s"), "f:5:15: `fro` is no option of an alert"},
		{alerts("\n      - A > 5 fro 3s"), "^ did you mean `for`?"},
		{alerts("\n      - ' A > x'"), "f:5:15: `x` is no number"},
		{alerts("\n      - 'match /${env:X}/'"), "f:5:17: placeholders have no value in an alert"},
		{alerts("\n      - \"A \\x3e much\""), "f:5:17: `much` is no number"},
		{alerts("\n      - A > 5 run pge\nui: {commands: {page: {run: [a]}}}"), "f:5:15: there is no command `pge` to run"},
		{alerts("\n      - A > 5 run pge\nui: {commands: {page: {run: [a]}}}"), "^ did you mean `page`?"},
		{alerts("\n      - A > 5 run pge"), "^ add it to `ui.commands`"},
		{alerts("[" + strings.Repeat("gap, ", MaxAlerts) + "gap]"), "a preset has 100 alerts at most"},
		{commands("[a]"), "f:2:13: `commands` wants a map of commands, and this is a list"},
		{commands("{a b: {run: [a]}}"), "`a b` cannot be the name of a command"},
		{commands("{a: [b]}"), "`command` wants a map, and this is a list"},
		{commands("{a: {}}"), "`run` is missing in `command`"},
		{commands("{a: {rn: [b]}}"), "^ did you mean `run`?"},
		{commands("{a: {run: b c}}"), "f:2:23: `run` wants a list of the program and its arguments; no shell reads them"},
		{commands("{a: {run: []}}"), "write `run: [program, argument]`"},
		{commands("{a: {run: ['']}}"), "f:2:24: this program has no name"},
		{commands("{a: {run: [b, [c]]}}"), "an argument wants a text"},
		{commands(`{a: {run: [b, "\0"]}}`), "f:2:27: an argument cannot hold a NUL"},
		{commands(`{a: {run: [b, "x${secret:KEY}"]}}`), "f:2:29: placeholders have no value in a command"},
		{commands("{a: {run: [b], timeout: 6m}}"), "f:2:37: `timeout`: this must be 5m at most"},
		{commands("{a: {run: [b], timeout: 10}}"), "a duration needs a unit"},
	} {
		_, err := Load([]byte("ui: {}"), "f", []byte(test.text))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s\ngives %v\nwant %s", test.text, err, test.want)
		}
	}
}

func FuzzParseAlert(f *testing.F) {
	for _, text := range []string{"XBT/USD > 61230 for 3s bell run page", "* changes 2% in 1m", `"a ""b" "rate" crosses -1e9`, "match /a//b/ once", "silent 1d", "A rate<=.5", "gap notify"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseAlert(text)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without words")
			}
			return
		}
		canonical := a.String()
		again, err := ParseAlert(canonical)
		if err != nil {
			// The canonical spelling can be longer than what was typed.
			if len(canonical) > maxAlertText {
				return
			}
			t.Fatalf("%q is printed as %q, which is refused: %v", text, canonical, err)
		}
		a.Regexp, again.Regexp = nil, nil
		if a != again || again.String() != canonical {
			t.Fatalf("%q is %+v, printed as %q, which is %+v", text, a, canonical, again)
		}
	})
}
