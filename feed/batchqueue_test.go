package feed

import (
	"testing"

	"sockeye/feed/event"
)

// batchOf is a batch with messages of so many bytes.
func batchOf(sizes ...int) *event.Batch {
	var b event.Builder
	for _, size := range sizes {
		b.Add(event.Entry{Label: event.NoLabel, Kind: event.Unmatched}, make([]byte, size), nil)
		b.Current().Counts.In++
	}
	return b.Seal(event.Status{}, event.Labels{})
}

// TestAMessageLargerThanTheLimitIsNotDropped for a small one that comes before the reader; a second one of its size is more
// than may wait.
func TestAMessageLargerThanTheLimitIsNotDropped(t *testing.T) {
	const limit, large, small = 1 << 20, 2 << 20, 1
	for name, test := range map[string]struct {
		sizes []int
		drops bool
	}{
		"with small ones":         {[]int{small, large, small, small}, false},
		"with others of its size": {[]int{large, small, large, large, small}, true},
	} {
		q := queue{limit: limit, drops: true}
		for _, size := range test.sizes {
			q.push(batchOf(size))
			if q.bytes > limit+large+64<<10 {
				t.Errorf("%s: %d bytes wait", name, q.bytes)
			}
		}
		all := event.Join(q.take()).Counts
		if all.In != int64(len(test.sizes)) || all.In != all.Log+all.Dropped || all.Log == 0 || all.Dropped > 0 != test.drops {
			t.Errorf("%s: %+v", name, all)
		}
		if len(q.take()) > 0 {
			t.Errorf("%s: something is left", name)
		}
	}
}
