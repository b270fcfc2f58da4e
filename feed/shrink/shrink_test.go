package shrink

import "testing"

func TestShrinksAfterSmallMessagesInARow(t *testing.T) {
	var s Size
	feed := func(bytes, times int) (shrinks int) {
		for range times {
			if s.Shrinks(bytes) {
				shrinks++
			}
		}
		return shrinks
	}
	if n := feed(Kept, 1) + feed(1, 1000); n != 0 {
		t.Errorf("buffers of small messages are let go %d times", n)
	}
	feed(1<<20, 1)
	for range 100 { // comparable ones come again and again
		if n := feed(1, patience-1) + feed(1<<19, 1); n != 0 {
			t.Fatal("buffers that are needed again are let go")
		}
	}
	if n := feed(1<<10, 10*patience); n != 1 {
		t.Errorf("buffers that are not needed are let go %d times", n)
	}
}
