package freshness

// longest is the longest limits of all labels that have limits of their own. It is a binary tree of which each node has the longer
// limits of its two children, so that a label that changes is compared with few others, however many there are.
type longest struct {
	nodes   []Limits // of the tree: 1 is its root, and the second half its leaves, which are the labels by number
	changed []int32  // labels whose limits may be others than the tree has, each once
}

// of returns the longest limits of labels; false: none has any.
func (t *longest) of(labels []label) (limits Limits, known bool) {
	for t.leaves() < len(labels) {
		t.grow()
	}
	for _, n := range t.changed {
		l := &labels[n]
		l.changed = false
		if l.intervals.added >= Known {
			l.measure()
			t.set(int(n), Limits{Late: l.limits.Late, Stale: l.limits.Stale})
		}
	}
	t.changed = t.changed[:0]
	if len(t.nodes) == 0 {
		return Limits{}, false
	}
	return t.nodes[1], t.nodes[1].Late > 0
}

func (t *longest) leaves() int { return len(t.nodes) / 2 }

// grow doubles the number of leaves.
func (t *longest) grow() {
	leaves := t.nodes[t.leaves():]
	t.nodes = make([]Limits, max(2*len(t.nodes), 2))
	copy(t.nodes[t.leaves():], leaves)
	for i := t.leaves() - 1; i > 0; i-- {
		t.nodes[i] = longer(t.nodes[2*i], t.nodes[2*i+1])
	}
}

// set changes the limits of a label.
func (t *longest) set(n int, limits Limits) {
	i := t.leaves() + n
	for t.nodes[i] != limits {
		t.nodes[i] = limits
		if i /= 2; i == 0 {
			return
		}
		limits = longer(t.nodes[2*i], t.nodes[2*i+1])
	}
}

// longer returns the longer of both limits of two.
func longer(a, b Limits) Limits {
	return Limits{Late: max(a.Late, b.Late), Stale: max(a.Stale, b.Stale)}
}
