package shrink

import "testing"

func TestShrinksAfterSmallMessagesInARow(t *testing.T) {
	var s Size
	messages := func(bytes, times int) (shrinks int) {
		for range times {
			if s.Shrinks(bytes) {
				shrinks++
			}
		}
		return shrinks
	}
	if n := messages(Kept, 1) + messages(1, 1000); n != 0 {
		t.Errorf("buffers of small messages are released %d times", n)
	}
	messages(1<<20, 1)
	for range 100 { // comparable ones come again and again
		if n := messages(1, messagesInARow-1) + messages(1<<19, 1); n != 0 {
			t.Fatal("buffers that are needed again are released")
		}
	}
	if n := messages(1<<10, 10*messagesInARow); n != 1 {
		t.Errorf("buffers that are not needed are released %d times", n)
	}
}
