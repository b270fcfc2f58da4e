package socket_test

import (
	"bytes"
	"strings"
	"testing"

	"sockeye/feed/feedtest"
)

// TestABrokenFrameEndsTheConnection for a reason that is given.
func TestABrokenFrameEndsTheConnection(t *testing.T) {
	const text, fin, masked = 0x01, 0x80, 0x80
	frame := feedtest.RawFrame
	for _, test := range []struct {
		name        string
		steps       []feedtest.Step
		limit       int64 // 0 is 16 MiB
		compression bool
		reason      string // as a regular expression for the whole of it
	}{
		{name: "bad opcode", steps: []feedtest.Step{feedtest.SendRaw([]byte{fin | 3, 0})}, reason: `websocket: bad opcode 3`},
		{name: "bad mask", steps: []feedtest.Step{feedtest.SendRaw([]byte{fin | text, masked | 1, 1, 2, 3, 4, 'x'})}, reason: `websocket: bad MASK`},
		{name: "reserved bits", steps: []feedtest.Step{feedtest.SendRaw(frame(fin|0x40|text, []byte("x")))}, reason: `websocket: RSV1 set`},
		{name: "a continuation of nothing", steps: []feedtest.Step{feedtest.SendRaw(frame(fin, []byte("x")))}, reason: `websocket: continuation after FIN`},
		{name: "a message inside another", steps: []feedtest.Step{feedtest.SendRaw(append(frame(text, []byte("x")), frame(fin|text, []byte("y"))...))}, reason: `websocket: data before FIN`},
		{name: "a long ping", steps: []feedtest.Step{feedtest.SendRaw(frame(fin|9, make([]byte, 126)))}, reason: `websocket: len > 125 for control`},
		{name: "half a ping", steps: []feedtest.Step{feedtest.SendRaw(frame(9, nil))}, reason: `websocket: FIN not set on control`},
		{name: "a close code of no bytes", steps: []feedtest.Step{feedtest.SendRaw(frame(fin|8, []byte{3}))}, reason: `closed by the server: 1005 no code given`},
		{name: "a close code that is not for sending", steps: []feedtest.Step{feedtest.SendRaw(frame(fin|8, []byte{3, 0xee}))}, reason: `websocket: bad close code 1006`},
		{name: "a close reason that is no UTF-8", steps: []feedtest.Step{feedtest.SendRaw(frame(fin|8, []byte{3, 0xe8, 0xff}))}, reason: `websocket: invalid utf8 payload in close frame`},
		{name: "a length of 2^63", steps: []feedtest.Step{feedtest.SendRaw([]byte{fin | text, 127, 0x80, 0, 0, 0, 0, 0, 0, 0})}, reason: `a message is larger than 16MiB \(max_frame\)`},
		{name: "a length of 2^62", steps: []feedtest.Step{feedtest.SendRaw([]byte{fin | text, 127, 0x40, 0, 0, 0, 0, 0, 0, 0})}, reason: `a message is larger than 16MiB \(max_frame\)`},
		{name: "16 MiB and a byte", steps: []feedtest.Step{feedtest.SendRaw(frame(fin|text, make([]byte, 16<<20+1)))}, reason: `a message is larger than 16MiB \(max_frame\)`},
		{name: "fragments for ever", steps: []feedtest.Step{feedtest.SendRaw(frame(text, nil)), feedtest.Stream(frame(0, make([]byte, 10_000)), 0)}, limit: 1 << 20,
			reason: `a message is larger than 1MiB \(max_frame\)`},
		{name: "an end in the middle of a frame", steps: []feedtest.Step{feedtest.SendRaw([]byte{fin | text, 100, 'x'}), feedtest.Drop()},
			reason: `the server hung up without a close frame|read tcp \S+: read: connection reset by peer`},
		{name: "a compressed bomb", steps: []feedtest.Step{feedtest.Send(strings.Repeat(" ", 16<<20))}, limit: 1 << 20, compression: true,
			reason: `a message is larger than 1MiB \(max_frame\)`},
		{name: "broken compression", steps: []feedtest.Step{feedtest.SendRaw(frame(fin|0x40|text, []byte{0xff, 0xff, 0xff}))}, compression: true,
			reason: `flate: corrupt input before offset \d+|unexpected EOF`},
	} {
		t.Run(test.name, func(t *testing.T) {
			feedtest.CheckLeaks(t)
			d := newDialer()
			var talk feedtest.Conversation
			if d.Compression = test.compression; test.compression {
				talk = append(talk, feedtest.Compression())
			}
			if test.limit > 0 {
				d.ReadLimit = test.limit
			}
			talk = append(append(talk, feedtest.Send("a"), feedtest.Send("b")), test.steps...)
			c := dial(t, d, feedtest.New(t, talk).URL())
			wantReason(t, c.ends(), test.reason)
			if len(c.messages) != 2 {
				t.Errorf("%d messages, want the two before the fault", len(c.messages))
			}
		})
	}
}

// TestUnusualMessagesAreRead on the same connection, whatever they are.
func TestUnusualMessagesAreRead(t *testing.T) {
	const text, fin = 0x01, 0x80
	frame := feedtest.RawFrame
	largest := bytes.Repeat([]byte("x"), 16<<20)
	for _, test := range []struct {
		name        string
		steps       []feedtest.Step
		compression bool
		want        string
	}{
		{name: "16 MiB", steps: []feedtest.Step{feedtest.SendRaw(frame(fin|text, largest))}, want: string(largest)},
		{name: "fragments, with a ping between them", steps: []feedtest.Step{feedtest.SendRaw(bytes.Join([][]byte{
			frame(text, []byte(`{"s":"A",`)), frame(fin|9, []byte("still there?")), frame(0, nil), frame(fin, []byte(`"p":1}`))}, nil)), feedtest.ExpectPong("still there?")}, want: `{"s":"A","p":1}`},
		{name: "text that is no UTF-8", steps: []feedtest.Step{feedtest.SendRaw(frame(fin|text, []byte("\xff\xfe{")))}, want: "\xff\xfe{"},
		{name: "an empty message", steps: []feedtest.Step{feedtest.SendRaw(frame(fin|text, nil))}},
		{name: "many pongs without a ping", steps: []feedtest.Step{feedtest.SendRaw(bytes.Repeat(frame(fin|10, []byte("x")), 1000)), feedtest.Send("y")}, want: "y"},
		{name: "a message in many compressed pieces", compression: true, steps: []feedtest.Step{feedtest.Send(string(largest[:1<<20]))}, want: string(largest[:1<<20])},
	} {
		t.Run(test.name, func(t *testing.T) {
			feedtest.CheckLeaks(t)
			d := newDialer()
			talk := append(feedtest.Conversation{}, test.steps...)
			if d.Compression = test.compression; test.compression {
				talk = append(feedtest.Conversation{feedtest.Compression()}, talk...)
			}
			server := feedtest.New(t, append(talk, feedtest.Send("end")))
			c := dial(t, d, server.URL())
			if got := c.message(); got != test.want {
				t.Errorf("%d bytes %.100q, want %d bytes", len(got), got, len(test.want))
			}
			if got := c.message(); got != "end" {
				t.Errorf("after it comes %.100q", got)
			}
			server.Wait()
		})
	}
}
