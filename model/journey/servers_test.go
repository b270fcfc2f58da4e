//go:build unix

package journey

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sockeye/feed/demo"
	"sockeye/feed/feedtest"
)

// writeConfig writes a configuration file and returns its path.
func writeConfig(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// tickerConfig is a configuration with one preset, for a server of feedtest. more are lines of that preset, indented by
// four.
func tickerConfig(t *testing.T, url string, more ...string) string {
	t.Helper()
	return writeConfig(t, "presets:\n"+ticker(url, more...))
}

// addTicker adds that preset to a configuration, the presets of which come last.
func addTicker(t *testing.T, config, url string, more ...string) {
	t.Helper()
	file, err := os.OpenFile(config, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteString("\n" + ticker(url, more...)); err != nil {
		t.Fatal(err)
	}
}

func ticker(url string, more ...string) string {
	return `  ticker:
    url: ` + url + `
    params: {symbols: [A, B]}
    subscribe:
      send: {op: sub, of: "${symbols}"}
      ack:  {op: subbed, of: "${symbol}"}
      fail: {op: "no", of: "${symbol}"}
      reason: why
    unsubscribe: {send: {op: unsub, of: "${symbols}"}, ack: {op: unsubbed, of: "${symbol}"}}
    heartbeat: [{op: beat}]
    events: [{match: {of: "*", price: "*"}, label: of, value: price}]
` + strings.Join(more, "\n")
}

// startExchange starts the demo exchange in the test, and writes a configuration in which the shipped preset
// goes there.
func startExchange(t *testing.T) (exchange *demo.Exchange, config string) {
	t.Helper()
	exchange, err := demo.Start(feedtest.ReservePort(t)) // a test may start it again there
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { exchange.Close() })
	shipped, err := os.ReadFile("../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(shipped)
	for _, change := range [][2]string{
		{`"${demo}/`, `"` + exchange.URL() + `/`},
		{"    silence: 10s\n", "    silence: 10s\n    reconnect: {min: 1s, max: 1s}\n"},
	} {
		if !strings.Contains(text, change[0]) {
			t.Fatalf("the shipped configuration has no %q", change[0])
		}
		text = strings.Replace(text, change[0], change[1], 1)
	}
	return exchange, writeConfig(t, text)
}

// subscribed is how a ticker server begins: it accepts the subscriptions.
func subscribed() feedtest.Conversation {
	return feedtest.Conversation{
		feedtest.Expect(`{"op":"sub","of":["A","B"]}`),
		feedtest.Send(`{"op":"subbed","of":"A"}`),
		feedtest.Send(`{"op":"subbed","of":"B"}`),
	}
}

// tick is a price of a ticker server. It has a number besides that no preset names.
func tick(of string, price int) feedtest.Step {
	return feedtest.Send(fmt.Sprintf(`{"of":%q,"price":%d,"book":{"depth":%d}}`, of, price, 1000+price))
}

// rest has a server do nothing for some time.
func rest(length time.Duration) feedtest.Step {
	return feedtest.Do(func() { time.Sleep(length) })
}

// ticks are prices of A from one number to another.
func ticks(from, to int) (c feedtest.Conversation) {
	for price := from; price <= to; price++ {
		c = append(c, tick("A", price))
	}
	return c
}
