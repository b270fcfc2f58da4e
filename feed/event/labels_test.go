package event_test

import (
	"fmt"
	"slices"
	"testing"

	"sockeye/feed/event"
)

// numbered returns so many labels, named after their numbers and a word.
func numbered(word string) func(n int32) event.Label {
	return func(n int32) event.Label { return event.Label{Name: fmt.Sprint(word, n)} }
}

func TestRenewedLabelsHaveTheChangedAndTheNewOnes(t *testing.T) {
	for _, count := range []struct{ before, after int }{{0, 0}, {0, 1}, {1, 1}, {1, 2}, {127, 128}, {128, 128}, {128, 129}, {300, 300}, {300, 1000}} {
		before := event.Labels{}.Renew(count.before, nil, numbered("a"))
		var changed []int32
		for n := int32(0); int(n) < count.before; n += 200 {
			changed = append(changed, n, n)
		}
		after := before.Renew(count.after, changed, numbered("b"))
		if before.Len() != count.before || after.Len() != count.after {
			t.Fatalf("%+v: %d labels, then %d", count, before.Len(), after.Len())
		}
		for n, l := range before.All() {
			if *l != numbered("a")(n) || before.At(n) != l {
				t.Fatalf("%+v: label %d of before is %+v", count, n, l)
			}
		}
		differ := slices.Clone(changed)
		for n, l := range after.All() {
			if isNew := int(n) >= count.before; isNew {
				differ = append(differ, n)
			}
			if slices.Contains(differ, n) && *l != numbered("b")(n) || *l != numbered("a")(n) && *l != numbered("b")(n) {
				t.Fatalf("%+v: label %d is %+v", count, n, l)
			}
		}
		said := make(map[int32]bool)
		for n, l := range after.ChangedSince(before) {
			if said[n] = true; after.At(n) != l {
				t.Fatalf("%+v: %d is said to have changed to %+v", count, n, l)
			}
		}
		for _, n := range differ {
			if !said[n] {
				t.Errorf("%+v: label %d has changed, which is not said", count, n)
			}
		}
		if len(changed) > 0 && len(said) > len(differ)+len(changed)*128 {
			t.Errorf("%+v: %d labels are said to have changed", count, len(said))
		}
		if !after.Same(after) || count.before+count.after > 0 && after.Same(before) {
			t.Errorf("%+v: the lists are told apart wrongly", count)
		}
	}
}
