package feed_test

import (
	"strings"
	"testing"

	"sockeye/feed/feedtest"
)

// TestASlowFrameHasAnEntry, and one of a moment has none.
func TestASlowFrameHasAnEntry(t *testing.T) {
	t.Parallel()
	records := strings.Repeat(`{"s":"A","p":1,"q":[1,2,3],"x":"long enough to be read"},`, 1<<16-1) + `{"s":"A","p":2}`
	long := `{"d":[` + strings.Repeat(records+",", 2) + records + `]}`
	server := feedtest.New(t, feedtest.Conversation{
		feedtest.Send(`{"d":[{"s":"A","p":3}]}`), feedtest.Send(`{"end":1}`),
		feedtest.Send(long), feedtest.Send(`{"end":2}`),
	})
	s := watch(t, `
    url: `+server.URL()+`
    max_frame: 32MiB
    events: [{match: {d: "*"}, each: d, label: s, values: {p: p, q: q.2, r: q.0}}]
`)
	const said = "to parse"
	s.until("the short frame", s.logged(`{"end":1}`))
	if log := s.log(); strings.Contains(log, said) {
		t.Errorf("of a frame of one record it is said too:\n%s", log)
	}
	s.until("the long frame", s.logged(`{"end":2}`))
	if log := s.log(); strings.Count(log, said) != 1 {
		t.Errorf("said %d times, want once", strings.Count(log, said))
	}
}
