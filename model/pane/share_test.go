package pane

import (
	"testing"

	"sockeye/feed"
)

// TestShare: what waits, what is kept and a message too long are parts of one number, and never more than that, however many
// feeds there are.
func TestShare(t *testing.T) {
	t.Parallel()
	for _, all := range []int64{1 << 20, 16 << 20, 64 << 20, 1 << 30} {
		for _, feeds := range []int{1, 2, 4, 9} {
			queue, kept := Share(all, feeds)
			if sum := (queue + kept) * int64(feeds); sum > all || sum < all-int64(feeds) {
				t.Errorf("%d feeds have %d bytes of %d", feeds, sum, all)
			}
			if queue*int64(feeds) > feed.QueueBytes || queue <= 0 || kept < all/int64(feeds)/2 {
				t.Errorf("%d feeds of %d bytes: %d may wait, %d are kept", feeds, all, queue, kept)
			}
		}
	}
}
