package alertrule

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestAnAlertIsParsedAndPrintedTheSame(t *testing.T) {
	level := Rule{Kind: Level, Label: "XBT/USD", Compare: ">", Limit: 61230}
	with := func(a Rule, change func(*Rule)) Rule { change(&a); return a }
	tests := []struct {
		text, canonical string // "" is the text itself
		want            Rule
	}{
		{"XBT/USD > 61230", "", level},
		{"  XBT/USD\t>61230 ", "-", Rule{}}, // a tab is a control character
		{"  XBT/USD  >61230 ", "XBT/USD > 61230", level},
		{"XBT/USD > 61230 for 3s bell run page", "", with(level, func(a *Rule) { a.For, a.Bell, a.Run = 3*time.Second, true, "page" })},
		{"XBT/USD > 61230 run page notify once for 3s bell", "XBT/USD > 61230 for 3s once bell notify run page",
			with(level, func(a *Rule) { a.For, a.Bell, a.Run, a.Once, a.Notify = 3*time.Second, true, "page", true, true })},
		{"XBT/USD bid >= 5e-1", "XBT/USD bid >= 0.5", Rule{Label: "XBT/USD", Field: "bid", Compare: ">=", Limit: 0.5}},
		{"sensor.* < -4", "", Rule{Label: "sensor.*", Compare: "<", Limit: -4}},
		{"* <= 1e300", "* <= 1e+300", Rule{Label: "*", Compare: "<=", Limit: 1e300}},
		{`"living room" > 30`, "", Rule{Label: "living room", Compare: ">", Limit: 30}},
		{`"a ""b""" "gap" > 30`, "", Rule{Label: `a "b"`, Field: "gap", Compare: ">", Limit: 30}},
		{`"gap" > 1`, "", Rule{Label: "gap", Compare: ">", Limit: 1}},
		{`">" > 1`, "", Rule{Label: ">", Compare: ">", Limit: 1}},
		{`"XBT/USD">1`, "XBT/USD > 1", Rule{Label: "XBT/USD", Compare: ">", Limit: 1}},
		{`once bell < 1`, "", Rule{Label: "once", Field: "bell", Compare: "<", Limit: 1}},
		{"XBT/USD crosses 61230", "", Rule{Kind: Crosses, Label: "XBT/USD", Limit: 61230}},
		{"XBT/USD ask crosses 61230 once", "", Rule{Kind: Crosses, Label: "XBT/USD", Field: "ask", Limit: 61230, Once: true}},
		{"XBT/USD changes 2% in 1m", "", Rule{Kind: Changes, Label: "XBT/USD", Limit: 2, Percent: true, Within: time.Minute}},
		{"XBT/USD bid changes 50 in 90s", "XBT/USD bid changes 50 in 1m30s", Rule{Kind: Changes, Label: "XBT/USD", Field: "bid", Limit: 50, Within: 90 * time.Second}},
		{"XBT/USD rate < 1 for 10s", "", Rule{Kind: Rate, Label: "XBT/USD", Compare: "<", Limit: 1, For: 10 * time.Second}},
		{`XBT/USD "rate" < 1`, "", Rule{Label: "XBT/USD", Field: "rate", Compare: "<", Limit: 1}},
		{"silent", "", Rule{Kind: Silent}},
		{"A silent bell", "", Rule{Kind: Silent, Label: "A", Bell: true}},
		{"silent 10s", "", Rule{Kind: Silent, Within: 10 * time.Second}},
		{"ETH/USD silent 1h notify", "", Rule{Kind: Silent, Label: "ETH/USD", Within: time.Hour, Notify: true}},
		{"match /error|halt/ bell", "", Rule{Kind: Match, Expr: "error|halt", Bell: true}},
		{"match error or bell", "match /error or bell/", Rule{Kind: Match, Expr: "error or bell"}},
		{`match //api/v1\/x/ once`, "", Rule{Kind: Match, Expr: `/api/v1\/x`, Once: true}},
		{"match / a /", "", Rule{Kind: Match, Expr: " a "}},
		{"gap", "", Rule{Kind: Gap}},
		{"gap bell", "", Rule{Kind: Gap, Bell: true}},
		{"gap record 5m bell", "gap bell record 5m", Rule{Kind: Gap, Bell: true, Record: 5 * time.Minute}},
	}
	for _, test := range tests {
		got, err := Parse(test.text)
		if test.canonical == "-" {
			if err == nil {
				t.Errorf("%q is accepted", test.text)
			}
			continue
		}
		if test.canonical == "" {
			test.canonical = test.text
		}
		if (got.Regexp != nil) != (got.Kind == Match) {
			t.Errorf("%q has the expression %v", test.text, got.Regexp)
		}
		canonical := got.String()
		got.Regexp = nil
		if err != nil || got != test.want || canonical != test.canonical {
			t.Errorf("%q is\n%+v %q, %v, want\n%+v %q", test.text, got, canonical, err, test.want, test.canonical)
		}
	}
}

func TestWhatIsNoAlertIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "this alert is empty: write it like `XBT/USD > 61230 for 3s bell`",
		"XBT/USD":                      "`XBT/USD` is only a label: write it like",
		"XBT/USD>5":                    "`XBT/USD>5` is read as a label: put a blank in front of the `<` or `>`",
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
		"A > 2%":                       "only `changes` has per cent",
		"A > 1e999":                    "`1e999` is no number",
		"A > on":                       "`on` is no number",
		"A = 5":                        "`=` says nothing about a value: there are `>`, `>=`, `<`, `<=`, `crosses`",
		"A croses 5":                   "did you mean `crosses`?",
		"A bid croses 5":               "did you mean `crosses`?",
		"A bid":                        "`bid` says nothing about a value",
		"A bid = 5":                    "`=` says nothing about a value",
		"A bid rate > 5":               "`rate` is about all events of a label, and has no fields: leave the field out",
		"A match /x/":                  "`match` is about the whole feed: leave the label out",
		"A changes in 1m":              "`in` is no number",
		"A changes 2%":                 "`in` is missing: as in `changes 2% in 1m`",
		"A changes 2% over 1m":         "this must be `in`",
		"A changes 0% in 1m":           "a change must be more than zero",
		"A changes 2% in 1m for 3s":    "`for` goes with a level or a rate: leave it out",
		"A changes 2% in 100ms":        "this must be from 1s to 24h",
		"A rate 5":                     "`rate` is compared with `>`, `>=`, `<`, `<=`: as in `rate < 1`",
		"A rate < -1":                  "a rate is not below zero",
		"silent notfy":                 "`notfy` is no duration and no option: did you mean `notify`?",
		"silent always":                "`always`",
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
		if a, err := Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is %q, %v; want %s", text, a, err, want)
		}
	}
}

func TestAnAlertHoldsByItsComparison(t *testing.T) {
	for text, want := range map[string]string{"A > 5": "6", "A >= 5": "56", "A < 5": "4", "A <= 5": "45"} {
		a, err := Parse(text)
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

func TestAPatternWithoutCapitalsIgnoresCase(t *testing.T) {
	a, err := Parse("match /halt/")
	if err != nil || !a.Regexp.MatchString("HALTED") {
		t.Errorf("lower case does not find upper case: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"XBT/USD > 61230 for 3s bell run page", "* changes 2% in 1m", `"a ""b" "rate" crosses -1e9`, "match /a//b/ once", "silent 1d", "A rate<=.5", "gap notify"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := Parse(text)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without words")
			}
			return
		}
		canonical := a.String()
		again, err := Parse(canonical)
		if err != nil {
			// The canonical spelling can be longer than what was typed.
			if len(canonical) > maxText {
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
