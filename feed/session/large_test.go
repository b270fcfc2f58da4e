package session_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/feedtest"
	"sockeye/feed/message"
	"sockeye/feed/session"
)

// TestCostGrowsWithTheMessage has messages with many records and something long beside them, which each rule finds at
// each record. Were it searched for each time, a message would take minutes; no time is asserted, but that it ends.
func TestCostGrowsWithTheMessage(t *testing.T) {
	const records, wide = 60_000, 800_000
	long := strings.Repeat(`x\n`, 1<<20)
	many := strings.Repeat(`{"v":1},`, records-1) + `{"v":1}`
	list := `[[` + many + `],` + strings.Repeat("[],", wide) + `"trade"]`
	object := func(member string) string { return `{"m":` + member + `,"d":[` + many + `]}` }
	for name, test := range map[string]struct{ rule, message string }{
		"label at the end of a list":  {"{match: {-1: trade}, each: 0, label: $.-1, value: v}", list},
		"value, unit, time":           {"{match: {-1: trade}, each: 0, unit: $.-2.0, time: $.-3, values: {v: v, w: $.-4}}", list},
		"where":                       {"{match: {-1: trade}, each: 0, where: {$.-1: trade}, value: v}", list},
		"ohlc":                        {"{match: {-1: trade}, each: 0, ohlc: {open: v, high: v, low: v, close: v, begin: $.-1}}", list},
		"text that finds nothing":     {"{match: {-1: trade}, each: 0, text: $.-2, value: v}", list},
		"label of a placeholder":      {"{match: {-1: trade}, each: 0, label: \"${msg.-1} x\", value: v}", list},
		"long label":                  {"{match: {d: \"*\"}, each: d, label: $.m, value: v}", object(`"` + long + `"`)},
		"long label of a placeholder": {"{match: {d: \"*\"}, each: d, label: \"a ${msg.m}\", value: v}", object(`"` + long + `"`)},
		"long unit":                   {"{match: {d: \"*\"}, each: d, unit: \"a ${msg.m}\", value: v}", object(`"` + long + `"`)},
		"long text":                   {"{match: {d: \"*\"}, each: d, text: \"${msg.m} ${msg.absent}\", value: v}", object(`"` + long + `"`)},
		"long where":                  {"{match: {d: \"*\"}, each: d, where: {$.m: /y$/}, value: v}", object(`"` + long + `"`)},
		"long number":                 {"{match: {d: \"*\"}, each: d, time: $.m, values: {v: v, w: $.m}}", object(strings.Repeat("7", 3<<20))},
		"not kept":                    {"{match: {d: \"*\"}, each: d, label: $.m, keep: [\"*a*b*c*\"], value: v}", object(`"` + strings.Repeat("ab", 3<<19) + `"`)},
		"fanned out":                  {"{match: {d: \"*\"}, each: d.*, label: $.m, value: v}", object(`"` + long + `"`)},
		"numbered labels": {"{match: {d: \"*\"}, each: d, label: v, value: v}", `{"d":[` + strings.Repeat(`{"v":1},{"v":2},`, records/2-1) +
			`{"v":3},{"v":4}],"m":"` + long + `"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := session.New(bindForFuzz(t, "\nurl: ws://127.0.0.1:1\nseq: {at: m, per: label}\nevents: ["+test.rule+"]\n"),
				func(time.Duration) time.Duration { return 0 })
			done := make(chan *event.Batch, 1)
			go func() {
				now := time.Unix(1e9, 0)
				s.Start(now)
				s.Opened(now)
				s.Receive(now, []byte(test.message))
				done <- s.Seal()
			}()
			select {
			case b := <-done:
				if b.Counts.In != 1 || b.Counts.Events == 0 && !strings.Contains(test.rule, "where: {$.m") {
					t.Errorf("counts %+v", b.Counts)
				}
			case <-time.After(feedtest.Patience):
				t.Fatal("it does not end")
			}
		})
	}
}

// TestAServerThatDoesNotReadIsHungUpOn has a server ask for so much that what waits for it has to end.
func TestAServerThatDoesNotReadIsHungUpOn(t *testing.T) {
	s := session.New(bindForFuzz(t, "\nurl: ws://127.0.0.1:1\nreply: [{match: \"2\", send: \"3\"}]\n"), func(time.Duration) time.Duration { return 0 })
	now := time.Unix(1e9, 0)
	s.Start(now)
	s.Orders()
	s.Opened(now)
	for range 300_000 {
		s.Receive(now, []byte("2"))
		if s.Full() {
			s.Seal()
		}
	}
	orders := s.Orders()
	size := 0
	for _, frame := range orders.Frames {
		size += frame.Bytes()
	}
	if !orders.Hangup || size > session.MaxUnsent+1<<10 || size < session.MaxUnsent/2 {
		t.Errorf("%d frames of %d bytes wait, and hang up is %t", len(orders.Frames), size, orders.Hangup)
	}
	s.Lost(now, session.End{})
	if reason := s.Seal().Status.Reason; reason != session.NotRead {
		t.Errorf("the reason is %q", reason)
	}
}

// TestSlowFrameIsReportedOnce on a feed, with how long, how large and what to do.
func TestSlowFrameIsReportedOnce(t *testing.T) {
	c := open(t, plain)
	c.s.Slow(c.now, 1234*time.Millisecond, 3<<20)
	c.s.Slow(c.now, 2*time.Second, 3<<20)
	c.receive(`{"s":"a","p":1}`)
	var said []string
	for _, entry := range c.log {
		if strings.Contains(entry, "to parse") {
			said = append(said, entry)
		}
	}
	if len(said) != 1 || !strings.Contains(said[0], "a frame of 3MiB took 1.2s") || !strings.Contains(said[0], "max_frame") {
		t.Errorf("said: %q", said)
	}
}

// TestMemoryOfALargeMessageIsGivenBack when what follows is small.
func TestMemoryOfALargeMessageIsGivenBack(t *testing.T) {
	large := `{"s":"` + strings.Repeat(`\n`, 1<<20) + `","d":[` + strings.Repeat("1,", 900_000) + "1]}"
	for name, test := range map[string]struct {
		more string
		pack func(string) []byte
	}{
		"plain":  {"", func(text string) []byte { return []byte(text) }},
		"prefix": {"frames: {prefix: \"^(\\\\d+)\"}\n", func(text string) []byte { return []byte("42" + text) }},
		"gzip":   {"frames: {decompress: gzip}\n", func(text string) []byte { return zipped(text) }},
	} {
		t.Run(name, func(t *testing.T) {
			s := session.New(bindForFuzz(t, "\nurl: ws://127.0.0.1:1\n"+test.more+"events: [{match: {s: \"*\"}, label: s, value: p}, {match: {$body.s: \"*\"}, label: $body.s, value: p}]\n"),
				func(time.Duration) time.Duration { return 0 })
			now := time.Unix(1e9, 0)
			s.Start(now)
			s.Opened(now)
			receive := func(text string, times int) int64 {
				frame := test.pack(text)
				for range times {
					s.Receive(now, frame)
					s.Seal()
				}
				frame = nil
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				return int64(m.HeapAlloc)
			}
			before := receive(`{"s":"a","p":1}`, 10)
			grown := receive(large, 1)
			after := receive(`{"s":"a","p":1}`, 64)
			if grown-before < 10<<20 || after-before > 1<<20 {
				t.Errorf("a large message has taken %d bytes, and %d stay", grown-before, after-before)
			}
			runtime.KeepAlive(s)
		})
	}
}

func zipped(text string) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return out.Bytes()
}

// BenchmarkManyRecords is what a record costs beside something else that is long.
func BenchmarkManyRecords(b *testing.B) {
	for _, beside := range []int{0, 100_000, 1_000_000 - 40_000} {
		b.Run(fmt.Sprint(beside), func(b *testing.B) {
			s := session.New(bindForFuzz(b, "\nurl: ws://127.0.0.1:1\nevents: [{match: {-2: trade}, each: 1, label: $.-1, time: 2, value: 0}]\n"),
				func(time.Duration) time.Duration { return 0 })
			now := time.Now()
			s.Start(now)
			s.Opened(now)
			const records = 12_000
			message := []byte("[0,[" + strings.Repeat(`["1"],`, records-1) + `["1"]],` + strings.Repeat("[],", beside) + `"trade","XBT/USD"]`)
			for b.Loop() {
				s.Receive(now, message)
				s.Seal()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/records, "ns/record")
		})
	}
}

// TestMemoryOfALargeFrameIsLent: what is known of the values of a large frame is in memory that sessions use one after the
// other, and none of it is kept by them.
func TestMemoryOfALargeFrameIsLent(t *testing.T) {
	var memory message.Memory
	message := []byte(`{"s":"A","p":1,"list":[` + strings.Repeat("1,", 1<<19) + `1]}`)
	text := "\nurl: ws://127.0.0.1:1\nevents: [{match: {s: \"*\"}, label: s, value: p}]\n"
	var sessions []*session.Session
	inUse := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	now := time.Unix(1e9, 0)
	var before int64
	for range 9 {
		s := session.New(bindForFuzz(t, text), func(time.Duration) time.Duration { return 0 })
		s.Start(now)
		s.Opened(now)
		s.Reader().Borrow(&memory)
		s.Receive(now, message)
		s.Reader().Return(&memory)
		if b := s.Seal(); len(b.Points) != 1 {
			t.Fatalf("%d points of a large frame", len(b.Points))
		}
		s.Receive(now, []byte(`{"s":"A","p":2}`))
		if b := s.Seal(); len(b.Points) != 1 || b.Points[0].Value != 2 {
			t.Fatalf("%+v of the frame after it", b.Points)
		}
		if sessions = append(sessions, s); len(sessions) == 1 {
			before = inUse()
		}
	}
	if more := inUse() - before; more > 4<<20 {
		t.Errorf("eight more sessions keep %d MiB", more>>20)
	}
	runtime.KeepAlive(sessions)
}
