package session_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"sockeye/feed/preset"
	"sockeye/feed/session"
)

const plain = `
url: ws://127.0.0.1:1
heartbeat: [{beat: 1}]
events: [{match: {s: "*"}, label: s, time: at, unit: u, value: p}]
`

// survived sends a good message and wants its number: whatever came before, the session goes on.
func (c *conversation) survived() {
	c.t.Helper()
	before := len(c.batch.Points)
	c.receive(`{"s":"good","p":7}`)
	if n := len(c.batch.Points); n != before+1 || c.batch.Points[n-1].Value != 7 {
		c.t.Error("a good message after a bad one gives no point")
	}
	if c.hangups != 0 {
		c.t.Error("a bad message ended the connection")
	}
}

func TestNestingIsBounded(t *testing.T) {
	c := open(t, plain)
	for _, depth := range []int{900, 1000, 1001, 100000, 1000000} {
		c.receive(strings.Repeat("[", depth), strings.Repeat("[", depth)+strings.Repeat("]", depth),
			strings.Repeat(`{"s":`, depth)+"1"+strings.Repeat("}", depth))
	}
	// 1,000 deep is the limit: of the objects, the first two are read.
	if n := c.batch.Counts; n.In != 15 || n.Log != 15 || n.Events != 2 || n.Unmatched != 13 {
		t.Errorf("counts %+v", n)
	}
	c.survived()
}

// TestNestingInsideATextCountsWhereItStands has a text that is JSON by itself, and too deep where it stands.
func TestNestingInsideATextCountsWhereItStands(t *testing.T) {
	c := open(t, plain+"frames: {json_in: [x, z]}\n")
	for _, depth := range []int{999, 1000} {
		deep := strings.Repeat("[", depth) + strings.Repeat("]", depth)
		c.receive(`{"s":"a","p":1,"x":"`+deep+`"}`, `{"s":"a","p":1,"x":"`+deep+`","z":"[1]"}`, `{"x":"{\"y\":1}","s":"a","p":1,"z":"`+deep+`"}`)
	}
	c.wantCounts(6, 0, 6, 0, 0)
	c.survived()
}

func TestHugeNumbersAreNoPoints(t *testing.T) {
	c := open(t, plain)
	for _, number := range []string{"1e308", "1e309", "-1e309", "1e-400", strings.Repeat("9", 100000), "0." + strings.Repeat("0", 100000) + "1", "1e99999999999999999999",
		`"0xffffffffffffffffffffffffffffffff"`, `"1e999999999"`} {
		c.receive(`{"s":"a","p":`+number+`}`, `{"s":"a","p":1,"at":`+number+`}`, `{"s":"a","p":1,"at":-`+number+`}`)
	}
	for _, p := range c.batch.Points {
		if p.Value-p.Value != 0 {
			t.Errorf("point %+v is no number to draw", p)
		}
	}
	c.survived()

	c = open(t, "\nurl: ws://127.0.0.1:1\nseq: {at: q, step: 1}\nevents: [{match: {s: \"*\"}, label: s, value: p}]\n")
	for _, q := range []string{"9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e3", "0", `"5"`, "null"} {
		c.receive(`{"q":` + q + `}`)
	}
	c.survived()
}

func TestInvalidUTF8IsLoggedAndCutAtItsBytes(t *testing.T) {
	c := open(t, plain)
	const bad = "\xff\xc0\x80\xed\xa0\x80\xf5"
	c.receive(bad, `{"s":"`+bad+`","p":1,"u":"`+bad+`"}`, `{"s":"\ud800","p":2}`, `{"`+bad+`":1}`, `{"s":"`+strings.Repeat("é", 150)+`","p":3}`)
	for _, r := range c.labels.All() {
		if len(r.Name) > 200 {
			t.Errorf("a label of %d bytes", len(r.Name))
		}
	}
	if n := c.batch.Counts; n.In != 5 || n.Log != 5 {
		t.Errorf("counts %+v", n)
	}
	c.survived()
}

func TestOneOfTwoEqualKeysCounts(t *testing.T) {
	c := open(t, plain)
	c.receive(`{"s":"a","s":"b","p":1,"p":2}`)
	if c.labels.Len() != 2 || len(c.batch.Points) != 1 {
		t.Errorf("labels %+v, points %+v: one of two is taken, not both", c.labels, c.batch.Points)
	}
	c.receive(`{` + strings.Repeat(`"s":"a",`, 100000) + `"p":3}`)
	c.survived()
}

// TestLabelsBeyondTheLimitAreLoggedAndNotTracked, and it is said once that there are more.
func TestLabelsBeyondTheLimitAreLoggedAndNotTracked(t *testing.T) {
	c := open(t, plain+"limits: {labels: 3}\n")
	for i := range 10 {
		c.receive(fmt.Sprintf(`{"s":"s%d","p":%d}`, i, i))
	}
	// The preset's own label is one of them.
	if c.labels.Len() != 3 || c.status.Untracked != 8 || len(c.batch.Points) != 2 || c.batch.Counts.Events != 10 || c.batch.Counts.In != 10 {
		t.Errorf("%d labels, %d untracked, %d points, counts %+v", c.labels.Len(), c.status.Untracked, len(c.batch.Points), c.batch.Counts)
	}
	if said := strings.Count(strings.Join(c.log, "\n"), "more than 3 labels (limits.labels)"); said != 1 {
		t.Errorf("said %d times: %q", said, c.log)
	}
	c.receive(`{"s":"s1","p":7}`)
	if len(c.batch.Points) != 3 {
		t.Error("a label that is known is not tracked any more")
	}
}

func TestAFrameIsInflatedUpToMaxFrame(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	for range 32 {
		if _, err := w.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	bomb := compress(t, w, nil, &packed, "")
	c := open(t, plain+"frames: {decompress: gzip}\nmax_frame: 1MiB\n")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	c.s.Receive(c.now, []byte(bomb))
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
		t.Errorf("a frame of 1 MiB at the most took %d MiB to read", used>>20)
	}
	b := c.s.Seal()
	if most := int64(len(bomb) + 1<<20); b.Size() > most {
		t.Errorf("%d bytes of a bomb are kept as %d", len(bomb), b.Size())
	}
	if n := b.Counts; n.In != 1 || n.Unmatched != 1 || n.Bytes != int64(len(bomb)) {
		t.Errorf("counts %+v: as it came, it is in the log", n)
	}
	c.receive(bomb)
	c.wantLog("larger than 1MiB when decompressed (max_frame)")
	c.survived()
}

const acked = `
url: ws://127.0.0.1:1
params: {symbols: [A]}
subscribe: {send: {sub: "${symbol}"}, ack: {subbed: "${symbol}"}, fail: {no: "${symbol}"}}
unsubscribe: {send: {unsub: "${symbol}"}, ack: {unsubbed: "${symbol}"}}
`

func TestAnswersWithoutARequestAreUnmatched(t *testing.T) {
	c := open(t, acked)
	c.receive(`{"subbed":"B"}`, `{"unsubbed":"A"}`, `{"unsubbed":"B"}`, `{"no":"B"}`)
	c.wantLabels("A requested")
	c.receive(`{"subbed":"A"}`, `{"subbed":"A"}`)
	c.wantLabels("A subscribed")
	if n := c.batch.Counts; n.Unmatched != 5 {
		t.Errorf("counts %+v: what answers nothing is unmatched, and shown", n)
	}
}

func TestAnAckOfWhatIsUnsubscribedMakesNothingLive(t *testing.T) {
	c := open(t, acked)
	if err := c.s.Unsubscribe(c.now, "A"); err != nil {
		t.Fatal(err)
	}
	c.collect()
	c.wantSent(`{"sub":"A"}`, `{"unsub":"A"}`)
	c.receive(`{"subbed":"A"}`)
	c.wantLabels("A unsubscribing")
	c.receive(`{"unsubbed":"A"}`, `{"subbed":"A"}`)
	c.wantLabels("A off")
	c.s.Lost(c.now, session.End{})
	c.pass(time.Second)
	c.s.Opened(c.now)
	c.collect()
	c.wantSent()
	c.receive(`{"subbed":"A"}`)
	c.wantLabels("A off")
}

func TestAnAckBeforeTheRequestIsSentCountsForNothing(t *testing.T) {
	c := open(t, acked+"rate: 1/s\n", preset.Override{Name: "symbols", Text: "A,B"})
	c.wantSent(`{"sub":"A"}`)
	c.receive(`{"subbed":"B"}`)
	c.wantLabels("A requested", "B queued")
	c.pass(time.Second)
	c.wantSent(`{"sub":"B"}`)
	c.receive(`{"subbed":"B"}`)
	c.wantLabels("A requested", "B subscribed")
}

func TestRepliesAreBoundedInMemory(t *testing.T) {
	c := open(t, plain+`reply: [{match: {ask: "*"}, send: {answer: "${msg.ask}"}}]`+"\n")
	const asked = 50000
	var largest int64
	answers := 0
	for i := range asked {
		c.s.Receive(c.now, fmt.Appendf(nil, `{"ask":%d}`, i))
		if c.s.Full() || i == asked-1 {
			b := c.s.Seal()
			largest = max(largest, b.Size())
			c.batch.Counts.Add(b.Counts)
			for _, chunk := range b.Chunks {
				answers += len(chunk.Entries) - chunk.Inbound()
			}
			if answers > asked {
				t.Fatalf("%d answers in the log after %d questions", answers, i+1)
			}
		}
		if o := c.s.Orders(); len(o.Frames) != 1 || string(o.Frames[0].Payload) != fmt.Sprintf(`{"answer":%d}`, i) {
			t.Fatalf("%d answers to one question", len(o.Frames))
		}
	}
	if n := c.batch.Counts; n.In != asked || n.Log != asked || n.Unmatched != 0 || answers != asked {
		t.Errorf("counts %+v, and %d answers in the log", n, answers)
	}
	if largest == 0 || largest > 8<<20 {
		t.Errorf("the largest batch has %d bytes", largest)
	}
	c.survived()
}

// TestMessagesOfAFrameAreBounded has messages of two bytes, each of which costs the memory of an entry.
func TestMessagesOfAFrameAreBounded(t *testing.T) {
	c := open(t, plain+`frames: {split: "\n"}`+"\n")
	const messages = 1 << 16 // as many as are taken
	c.s.Receive(c.now, []byte(strings.Repeat("1\n", messages+1000)))
	b := c.s.Seal()
	if b.Counts.In != messages || b.Counts.Log != messages || b.Size() > 64*2*messages {
		t.Errorf("counts %+v in %d bytes", b.Counts, b.Size())
	}
	last := b.Chunks[len(b.Chunks)-1]
	if said := string(last.Text(&last.Entries[len(last.Entries)-1])); !strings.Contains(said, "the last 2000 bytes of it are left out") {
		t.Errorf("what was left out is not said: %s", said)
	}
	c.survived()
}

// TestAServerThatAsksForReconnectsIsHungUpOnOnce, and is not dialled more often than the back-off allows.
func TestAServerThatAsksForReconnectsIsHungUpOnOnce(t *testing.T) {
	c := open(t, plain+"reconnect: {match: [{move: \"*\"}], url: move, min: 1s, max: 10s}\n")
	for range 100 {
		for range 10 {
			c.receive(`{"move":"wss://elsewhere"}`, `{"move":"file:///etc/passwd"}`)
		}
		c.s.Lost(c.now, session.End{})
		dials := c.dials
		c.pass(time.Second - time.Millisecond)
		if c.dials != dials {
			t.Fatal("dials again sooner than the back-off allows")
		}
		c.pass(20 * time.Second)
		c.s.Opened(c.now)
		c.collect()
	}
	if c.dials != 101 {
		t.Errorf("%d attempts, want one for each connection", c.dials)
	}
}
