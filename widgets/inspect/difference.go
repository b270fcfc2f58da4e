package inspect

import "bytes"

// A mark says what became of a value since the message before.
type mark uint8

const (
	same    mark = iota
	changed      // "~"
	added        // "+"
	removed      // "-"
)

// sign is the mark in one cell.
func (k mark) sign() string { return [...]string{" ", "~", "+", "-"}[k] }

// A difference is what changed from one message to the next, place by place.
type difference struct {
	// marks has one for each node of the later message.
	marks []mark
	// inside says of each container whether anything in it is marked or gone.
	inside []bool
	// gone lists, by the container of the later message, the nodes of the earlier one that are not there any more.
	gone map[int32][]int32
}

// compare finds the difference between two messages. What one of them holds beyond the part that was read of the
// other is not marked: it is not known.
func compare(now, before *document) *difference {
	d := &difference{marks: make([]mark, len(now.nodes)), inside: make([]bool, len(now.nodes)), gone: make(map[int32][]int32)}
	for i := range now.nodes {
		d.marks[i] = d.markOf(now, before, int32(i))
	}
	for j := int32(0); j < int32(len(before.nodes)); {
		was := &before.nodes[j]
		i, found := now.at[was.place]
		if found && was.kind.container() && now.nodes[i].kind == was.kind {
			j++
			continue
		}
		if !found {
			// Its container is in both, or it would have been passed over.
			if in := now.at[before.nodes[was.parent].place]; !now.nodes[in].cut {
				d.gone[in] = append(d.gone[in], j)
				d.inside[in] = true
			}
		}
		j = was.end
	}
	for i := len(now.nodes) - 1; i > 0; i-- {
		if d.marks[i] != same || d.inside[i] {
			d.inside[now.nodes[i].parent] = true
		}
	}
	return d
}

func (d *difference) markOf(now, before *document, i int32) mark {
	n := &now.nodes[i]
	j, found := before.at[n.place]
	if found {
		if equal(now, i, before, j) {
			return same
		}
		return changed
	}
	in, found := before.at[now.nodes[n.parent].place]
	switch {
	case !found:
		return d.marks[n.parent]
	case before.nodes[in].cut:
		return same
	default:
		return added
	}
}

// equal reports whether two values are the same. Containers of one kind are: what is in them is compared on its own.
// A number is what it is written as, so 1.0 is not 1.00.
func equal(a *document, i int32, b *document, j int32) bool {
	x, y := &a.nodes[i], &b.nodes[j]
	switch {
	case x.kind != y.kind:
		return false
	case x.kind.container():
		return true
	case x.kind == quoted:
		return bytes.Equal(a.raw[x.from:x.to], b.raw[y.from:y.to]) ||
			bytes.Equal(unquote(a.raw[x.from:x.to]), unquote(b.raw[y.from:y.to]))
	default:
		return bytes.Equal(a.raw[x.from:x.to], b.raw[y.from:y.to])
	}
}
