package event

import "iter"

// partLabels is how many labels are copied when one of them changes: as many bytes as the parts of a hundred thousand.
const partLabels = 128

// Labels are all labels of a feed as they were at one time, by number. They are immutable, and share with those of other times
// what is the same: another list costs what has changed, however many labels there are. The zero Labels have none.
type Labels struct {
	parts [][]Label // of partLabels each, but for the last one
	count int
}

// Len returns how many labels there are.
func (l Labels) Len() int { return l.count }

// At returns the label of a number, which is not to be changed.
func (l Labels) At(n int32) *Label { return &l.parts[n/partLabels][n%partLabels] }

// All returns each label with its number. The labels are not to be changed.
func (l Labels) All() iter.Seq2[int32, *Label] { return l.ChangedSince(Labels{}) }

// ChangedSince returns the labels that may differ from those of before, each with its number; some of them are the same. They are
// not to be changed.
func (l Labels) ChangedSince(before Labels) iter.Seq2[int32, *Label] {
	return func(yield func(int32, *Label) bool) {
		if l.Same(before) {
			return
		}
		for i, part := range l.parts {
			if i < len(before.parts) && samePart(part, before.parts[i]) {
				continue
			}
			for k := range part {
				if !yield(int32(i*partLabels+k), &part[k]) {
					return
				}
			}
		}
	}
}

// Same reports whether none of the labels can differ from those of another list.
func (l Labels) Same(other Labels) bool {
	return l.count == other.count && (l.count == 0 || &l.parts[0] == &other.parts[0])
}

// Renew returns a list of so many labels, not fewer than l has, in which those of the numbers in changed and those that l does not
// have are as label returns them.
func (l Labels) Renew(count int, changed []int32, label func(n int32) Label) Labels {
	renewed := Labels{make([][]Label, (count+partLabels-1)/partLabels), count}
	kept := copy(renewed.parts, l.parts)
	renew := func(i int) {
		if i < len(l.parts) && !samePart(renewed.parts[i], l.parts[i]) {
			return // for another label in it
		}
		part := make([]Label, min(partLabels, count-i*partLabels))
		for k := range part {
			part[k] = label(int32(i*partLabels + k))
		}
		renewed.parts[i] = part
	}
	for _, n := range changed {
		renew(int(n) / partLabels)
	}
	if l.count%partLabels > 0 && count > l.count {
		renew(kept - 1)
	}
	for i := kept; i < len(renewed.parts); i++ {
		renew(i)
	}
	return renewed
}

// samePart reports whether two parts are the same memory.
func samePart(a, b []Label) bool { return len(a) == len(b) && &a[0] == &b[0] }
