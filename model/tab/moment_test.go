package tab

import (
	"testing"
	"time"

	"sockeye/feed/event"
	"sockeye/widgets/header"
)

// TestTheEntriesOfAMomentAreThoseOfThen, less what has been evicted since.
func TestTheEntriesOfAMomentAreThoseOfThen(t *testing.T) {
	t.Parallel()
	tab, now := closed(t), time.Now()
	note := func() { tab.History().Note(now, event.Notice, "a note") }
	note()
	note()
	frozen := func() Shown { return tab.At(tab.Moment(now.Add(14 * time.Second))) }
	_, then := tab.History().Range()
	if f := frozen().Freeze(); f != (header.Freeze{}) {
		t.Errorf("the present says %+v", f)
	}
	tab.Freeze(now)
	if f := frozen().Freeze(); f != (header.Freeze{Since: "00:14"}) {
		t.Errorf("with nothing new: %+v", f)
	}
	note()
	if _, end := frozen().Entries().Range(); end != then {
		t.Errorf("the entries end at %d, and ended at %d", end, then)
	}
	if f := frozen().Freeze(); f != (header.Freeze{Since: "00:14", Fresh: "+1 new"}) {
		t.Errorf("with an entry: %+v", f)
	}
	tab.History().Clear()
	note()
	if first, end := frozen().Entries().Range(); first != then || end != then {
		t.Errorf("with all evicted: %d to %d, want %d to %d", first, end, then, then)
	}
	if first, end := tab.At(Present(now)).Entries().Range(); first != then+1 || end != then+2 {
		t.Errorf("the present has %d to %d", first, end)
	}
}
