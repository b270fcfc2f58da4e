package model_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"sockeye/feed/feedtest"
)

// What was done is no error, and is not said in its colour.
func TestOnlyErrorsAreInTheirColour(t *testing.T) {
	server := feedtest.New(t, talk())
	d := drive(t, ticks(t, "alpha", server.URL()))
	d.sees("1.50")
	bad := func() bool {
		line := d.m.View().Content
		line = line[strings.LastIndexByte(line, '\n')+1:]
		return strings.Contains(line, d.options.Theme.Bad.Render(ansi.Strip(strings.TrimSpace(line))))
	}
	d.command("connection")
	d.sees("127.0.0.1:")
	d.sees("no TLS, no subprotocol, not compressed, connected in ")
	if bad() {
		t.Error("how the connection was made is said as an error")
	}
	d.keys("9")
	d.sees("there is no feed 9")
	if !bad() {
		t.Error("an error is not said as one")
	}
}
