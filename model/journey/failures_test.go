//go:build unix

package journey

import (
	"strings"
	"testing"

	"sockeye/feed/feedtest"
)

// hostile is text that would name the window and paint the screen red if a terminal interpreted it.
const hostile = "\x1b]0;owned\a\x1b[31;7mred"

// hostileShown is the same as the screen shows it.
const hostileShown = `␛\]0;owned␇␛\[31;7mred`

func TestFailuresAreEntries(t *testing.T) {
	t.Parallel()
	const subscribe = `{"op":"sub","of":["A","B"]}`
	tests := []struct {
		name   string
		server func(*testing.T) *feedtest.Server
		want   []string
	}{
		{
			"refused",
			func(t *testing.T) *feedtest.Server {
				s := feedtest.New(t)
				s.Stop()
				return s
			},
			[]string{`cannot connect: dial tcp 127\.0\.0\.1:\d+: connect: connection refused`},
		},
		{
			"unauthorized",
			func(t *testing.T) *feedtest.Server {
				return feedtest.New(t, feedtest.Conversation{feedtest.Refuse(401, nil, "no\n"+hostile)})
			},
			[]string{`cannot connect: HTTP 401 Unauthorized: no ` + hostileShown},
		},
		{
			"unknown authority",
			func(t *testing.T) *feedtest.Server { return feedtest.NewTLS(t) },
			[]string{`cannot connect: TLS: the certificate is signed by an authority that this machine does not know`},
		},
		{
			"garbage",
			func(t *testing.T) *feedtest.Server {
				return feedtest.New(t, feedtest.Conversation{
					feedtest.Expect(subscribe),
					feedtest.Send(hostile),
					feedtest.Send("one\r\ntwo \u009b2J"),
					feedtest.SendBinary([]byte{0xff, 0xfe, 0, 0x9b}),
					feedtest.Send(`{"of":"\u001b]0;owned\u0007","price":7}`),
					feedtest.SendRaw([]byte{0x83, 0}), // an opcode that is reserved
				})
			},
			[]string{`\? ` + hostileShown, `\? one␍␊two ·2J`, `\? .*(not text|�)`, `← ␛\]0;owned␇ `, `connection lost: .*opcode`},
		},
		{
			"close reason",
			func(t *testing.T) *feedtest.Server {
				return feedtest.New(t, feedtest.Conversation{feedtest.Expect(subscribe), feedtest.Close(1008, hostile)})
			},
			[]string{`connection lost: closed by the server: 1008 policy violation .*owned`},
		},
		{
			"frame too large",
			func(t *testing.T) *feedtest.Server {
				return feedtest.New(t, feedtest.Conversation{
					feedtest.Expect(subscribe),
					feedtest.SendBinary(make([]byte, 20<<20)),
				})
			},
			[]string{`connection lost: a message is larger than 16777216 bytes \(max_frame\)`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server := tt.server(t)
			o := open(t, "--config", tickerConfig(t, server.URL(), "    reconnect: {min: 1h, max: 1h}"), "ticker")
			o.Sees(append(tt.want, `ticker RETRY 3\d{3}s`, `retry 1 in 1h`)...)
			o.Types("?")
			o.Sees(`HELP`)
			o.Types("\x1b")
			o.Sees(`ticker RETRY`, `╭ LOG`)
			leave(t, o)
			for _, sequence := range []string{"\x1b]0;owned", "\x1b[31;7m", "\u009b2J", "\x1b]2;owned"} {
				if strings.Contains(o.Written(), sequence) {
					t.Errorf("the terminal was sent %q", sequence)
				}
			}
		})
	}
}

// TestAStopCodeEndsReconnecting closes with a code after which the preset wants no other attempt, until the operator does.
func TestAStopCodeEndsReconnecting(t *testing.T) {
	t.Parallel()
	server := feedtest.New(t, append(subscribed(), tick("A", 1), feedtest.Close(4401, "bad token")), append(subscribed(), tick("A", 2)))
	o := open(t, "--config", tickerConfig(t, server.URL(), "    reconnect: {min: 10ms, max: 10ms, stop: [4401]}"), "ticker")
	o.Sees(`\[1 ticker FAILED down since [\d:]{8}\]`, `connection lost: closed by the server: 4401 "bad token"`, `not tried again after this close code; R tries anyway`, `◑▸A +1 .* stale`)
	o.Types("R")
	o.Sees(`\[1 ticker OPEN`, `reconnects 1`, `●▸A +2 `)
	balances(t, o, `in 6 = 6 log \+ 0 beats \+ 0 dropped`)
	leave(t, o)
	server.Wait()
}
