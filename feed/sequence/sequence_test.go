package sequence_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/sequence"
)

// numbering follows the messages of a connection, as a session does.
type numbering struct {
	log      event.Builder
	reader   *message.Reader
	tracker  sequence.Tracker
	position sequence.Position
}

// follow begins a numbering with the `seq` of a preset.
func follow(t *testing.T, seq string) *numbering {
	t.Helper()
	presets, err := preset.Parse("test.yaml", []byte("presets: {x: {url: \"ws://127.0.0.1:1\", seq: "+seq+", events: [{match: {t: \"*\"}, value: q}]}}"))
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	n := &numbering{reader: message.NewReader(bound)}
	n.tracker = sequence.New(bound, n.reader, bound, &n.log)
	return n
}

func (n *numbering) receive(messages ...string) {
	for _, m := range messages {
		n.reader.Document().Read([]byte(m))
		n.tracker.Follow(time.Unix(1772366400, 0), &n.position, event.NoLabel)
	}
}

// counts returns what was counted so far.
func (n *numbering) counts() *event.Counts { return &n.log.Current().Counts }

// said returns the entries so far.
func (n *numbering) said() (said []string) {
	for _, chunk := range n.log.Current().Chunks {
		for i := range chunk.Entries {
			said = append(said, string(chunk.Payload(&chunk.Entries[i])))
		}
	}
	return said
}

// numbers returns messages with a sequence number each; a pair is the first and the last number of a range.
func numbers(values ...any) (messages []string) {
	for _, v := range values {
		if pair, ok := v.([2]int); ok {
			messages = append(messages, fmt.Sprintf(`{"t":"u","q":%d,"p":%d}`, pair[1], pair[0]))
			continue
		}
		messages = append(messages, fmt.Sprintf(`{"t":"u","q":%v}`, v))
	}
	return messages
}

// TestTrackerNotesWhatIsLostLateAndRepeated: a late number cancels its loss, a repeated one is said, and neither moves the
// mark; any other step back is a restart.
func TestTrackerNotesWhatIsLostLateAndRepeated(t *testing.T) {
	for name, test := range map[string]struct {
		seq      string
		messages []string
		said     []string
		missing  int64
	}{
		"swapped and repeated": {"{at: q, step: 1}", numbers(1, 2, 3, 5, 4, 6, 7, 7, 8),
			[]string{"GAP seq 3 to 5, 1 lost", "seq 4 came late", "seq 7 twice"}, 0},
		"late in part":      {"{at: q, step: 1}", numbers(1, 5, 3, 6), []string{"GAP seq 1 to 5, 3 lost", "seq 3 came late"}, 1},
		"late from the end": {"{at: q, step: 1}", numbers(1, 5, 4, 3, 2, 6), []string{"GAP seq 1 to 5, 3 lost", "seq 4 came late", "seq 3 came late", "seq 2 came late"}, 0},
		"late and repeated": {"{at: q, step: 1}", numbers(1, 3, 2, 2, 4), []string{"GAP seq 1 to 3, 1 lost", "seq 2 came late", "seq 2 twice"}, 0},
		"three times":       {"{at: q, step: 1}", numbers(1, 2, 2, 2, 3), []string{"seq 2 twice"}, 0},
		"restart":           {"{at: q, step: 1}", numbers(7, 8, 9, 1, 2, 3), []string{"GAP seq restarts: 1 after 9"}, 1},
		"an old one again":  {"{at: q, step: 1}", numbers(1, 2, 3, 4, 2, 5, 6), []string{"GAP seq restarts: 2 after 4"}, 1},
		"too old to be late": {"{at: q, step: 1}", numbers(1, 3, 1500, 2, 3, 4),
			[]string{"GAP seq 1 to 3, 1 lost", "GAP seq 3 to 1500, 1496 lost", "GAP seq restarts: 2 after 1500"}, 3},
		"late by tens":    {"{at: q, step: 10}", numbers(10, 50, 30, 35), []string{"GAP seq 10 to 50, 3 lost", "seq 30 came late", "GAP seq restarts: 35 after 50"}, 2},
		"ranges":          {"{at: q, from: p}", numbers([2]int{1, 5}, [2]int{9, 12}, [2]int{6, 7}, [2]int{8, 8}, [2]int{13, 13}), []string{"GAP seq 5 to 9, 3 lost", "seq 6 to 7 came late", "seq 8 came late"}, 0},
		"ranges overlap":  {"{at: q, from: p}", numbers([2]int{1, 5}, [2]int{4, 9}, [2]int{10, 11}), nil, 0},
		"range over all":  {"{at: q, from: p}", numbers([2]int{1, 5}, [2]int{9, 12}, [2]int{1, 20}, [2]int{21, 22}), []string{"GAP seq 5 to 9, 3 lost", "seq 6 to 8 came late"}, 0},
		"links swapped":   {"{at: q, prev: p}", numbers([2]int{1, 5}, [2]int{9, 12}, [2]int{5, 9}, [2]int{12, 13}), []string{"GAP seq 12 follows 9, and not 5", "seq 9 came late"}, 0},
		"links again":     {"{at: q, prev: p}", numbers([2]int{1, 5}, [2]int{5, 9}, [2]int{5, 9}, [2]int{9, 12}), []string{"seq 9 twice"}, 0},
		"increasing":      {"{at: q}", numbers(1, 9, 9, 12, 3, 4), []string{"seq 9 twice", "GAP seq restarts: 3 after 12"}, 1},
		"numbers as text": {"{at: q, step: 1}", numbers(`"7"`, `" 8 "`, 10), []string{"GAP seq 8 to 10, 1 lost"}, 1},
		"large and late": {"{at: q, step: 1}", numbers("18446744073709551615", "18446744073709551618", "18446744073709551617", "18446744073709551616", "18446744073709551619"),
			[]string{"GAP seq 18446744073709551615 to 18446744073709551618, 2 lost", "seq 18446744073709551617 came late", "seq 18446744073709551616 came late"}, 0},
		"across 2^63":    {"{at: q, step: 1}", numbers("9223372036854775806", "9223372036854775807", "9223372036854775808"), nil, 0},
		"across 19":      {"{at: q, step: 1}", numbers("999999999999999998", "1000000000000000000", "999999999999999999", "1000000000000000001"), []string{"GAP seq 999999999999999998 to 1000000000000000000, 1 lost", "seq 999999999999999999 came late"}, 0},
		"too far":        {"{at: q, step: 1}", numbers("5", "18446744073709551615", "18446744073709551616", "6"), []string{"GAP seq 5 to 18446744073709551615, 18446744073709551609 lost", "GAP seq restarts: 6 after 18446744073709551616"}, 2},
		"only its match": {"{match: {t: u}, at: q, step: 1}", append(numbers(101, 102), `{"t":"snapshot","q":7}`, `{"t":"u","q":103}`), nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			n := follow(t, test.seq)
			n.receive(test.messages...)
			if said := n.said(); !reflect.DeepEqual(said, test.said) || n.counts().Missing() != test.missing {
				t.Errorf("said %q, %d missing (%+v); want %q, %d", said, n.counts().Missing(), n.counts(), test.said, test.missing)
			}
		})
	}
}

// TestOnlyNumbersThatWereReadCount: where there are none, nothing is known of gaps.
func TestOnlyNumbersThatWereReadCount(t *testing.T) {
	long := strings.Repeat("9", 41)
	for seq, test := range map[string]struct {
		messages []string
		want     int64
	}{
		"{at: nosuch, step: 1}": {numbers(1, 2, 3), 0},
		"{at: q, step: 1}":      {append(numbers(1, 2), `{"q":`+long+`}`, `{"q":"x"}`, `{"t":"u"}`), 2},
		"{at: q, prev: p}":      {append(numbers([2]int{1, 2}, [2]int{2, 3}), `{"q":4,"p":"`+strings.Repeat("x", 4096)+`"}`, `{"q":5}`), 2},
	} {
		n := follow(t, seq)
		n.receive(test.messages...)
		if got := n.counts().Numbered; got != test.want {
			t.Errorf("%s: %d messages are numbered, want %d", seq, got, test.want)
		}
	}
}

// TestNumbersOfASequenceAreBounded: a longer one is not followed, and that is said once.
func TestNumbersOfASequenceAreBounded(t *testing.T) {
	long := strings.Repeat("9", 1<<20)
	for _, seq := range []string{"{at: q, step: 1}", "{at: q, from: p}", "{at: q, prev: p}"} {
		n := follow(t, seq)
		for range 3 {
			n.receive(`{"q":`+long+`,"p":1}`, `{"q":2,"p":`+long+`}`, `{"q":3,"p":2}`)
		}
		said := 0
		for _, entry := range n.said() {
			if strings.Contains(entry, "not followed") {
				said++
			}
			if len(entry) > 300 {
				t.Errorf("%s: a note of %d bytes", seq, len(entry))
			}
		}
		if want := map[bool]int{true: 1, false: 2}[strings.Contains(seq, "step")]; said != want {
			t.Errorf("%s: said %d times, want %d", seq, said, want)
		}
	}
}
