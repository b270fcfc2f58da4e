package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sockeye/feed/feedtest"
)

// TestATailEndsAsItsFeedDoes goes through the exit codes of `sockeye tail` on a server that sends two prices and then refuses its client for good.
func TestATailEndsAsItsFeedDoes(t *testing.T) {
	t.Parallel()
	const text = `presets:
  prices:
    url: %s
    reconnect: {stop: [4000]}
    alerts: ["X > 100", "X > 1000"]
    events: [{match: {id: "*"}, label: id, value: price}]
`
	price := func(price int) feedtest.Step { return feedtest.Send(fmt.Sprintf(`{"id":"X","price":%d}`, price)) }
	for _, test := range []struct {
		flags []string
		code  int
		last  string // line of standard output
		error string // in standard error; "": it is empty
	}{
		{nil, 1, `"state":"FAILED"`, `prices: closed by the server: 4000 "go away"`},
		{[]string{"--raw"}, 1, `"state":"FAILED","code":4000`, `prices: closed by the server: 4000 "go away"`},
		{[]string{"--plain"}, 1, `prices is FAILED: `, `prices: closed by the server: 4000 "go away"`},
		{[]string{"--until", "X > 100"}, 0, `"alert":"X > 100","text":"X 200 > 100"`, ""},
		{[]string{"--until", "X > 100", "--plain"}, 0, "prices X: ALERT: X 200 > 100", ""},
		{[]string{"--raw", "--count", "2"}, 0, `"json":{"id":"X","price":200}`, ""},
		{[]string{"--count", "1"}, 0, `"values":{"value":50}`, ""},
	} {
		t.Run(strings.Join(test.flags, " "), func(t *testing.T) {
			t.Parallel()
			server := feedtest.New(t, feedtest.Conversation{price(50), price(200), feedtest.Close(4000, "go away")})
			args := append([]string{"tail", "prices", "--config", writeConfig(t, fmt.Sprintf(text, server.URL()))}, test.flags...)
			stdout, stderr, code := runPlain(t, args...)
			if code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if !strings.Contains(stderr, test.error) || test.error == "" && stderr != "" {
				t.Errorf("standard error has %q", stderr)
			}
			lines := slices.Collect(strings.Lines(stdout))
			if !slices.ContainsFunc(lines[max(len(lines)-2, 0):], func(line string) bool { return strings.Contains(line, test.last) }) { // labels may follow
				t.Errorf("the last line is no %s in\n%s", test.last, stdout)
			}
		})
	}
}
