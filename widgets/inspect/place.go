package inspect

import (
	"encoding/binary"
	"hash/maphash"
	"strconv"
	"strings"
)

// A place is where in a message a value stands, as a hash of its path. It means the same in every message, which is
// how folds and the cursor keep from one to the next. Its size does not depend on how deep the value is, and with a
// seed of the process's own no feed can give two places one hash.
type place uint64

// root is the place of the whole message.
const root place = 0

var seed = maphash.MakeSeed()

// What a step of a place may be. An object's "0" and a list's 0 are not the same place.
const (
	stepName byte = iota
	stepIndex
	stepAgain
)

// member is the place of the member with that name in an object.
func (p place) member(name []byte) place { return p.step(stepName, name) }

// element is the place of the element with that index in a list.
func (p place) element(index int32) place { return p.count(stepIndex, uint32(index)) }

// again is the place of a member whose name was there before: n times before.
func (p place) again(n uint32) place { return p.count(stepAgain, n) }

func (p place) count(sort byte, n uint32) place {
	var what [4]byte
	binary.LittleEndian.PutUint32(what[:], n)
	return p.step(sort, what[:])
}

func (p place) step(sort byte, what []byte) place {
	var h maphash.Hash
	h.SetSeed(seed)
	var head [9]byte
	binary.LittleEndian.PutUint64(head[:8], uint64(p))
	head[8] = sort
	_, _ = h.Write(head[:])
	_, _ = h.Write(what)
	return place(h.Sum64())
}

// escapes are those of the path language.
var escapes = strings.NewReplacer(`\`, `\\`, ".", `\.`)

// path returns the path of a node in the preset language, "$" for the whole message. It returns "" if the language
// cannot name it: it has no empty name, and reads the name "*" as all of them.
func (d *document) path(i int32) string {
	var steps []string
	for ; d.nodes[i].parent >= 0; i = d.nodes[i].parent {
		n := &d.nodes[i]
		if d.nodes[n.parent].kind == list {
			steps = append(steps, strconv.Itoa(int(n.index)))
			continue
		}
		name := string(unquote(d.raw[n.nameFrom:n.nameTo]))
		if name == "" || name == "*" {
			return ""
		}
		steps = append(steps, escapes.Replace(name))
	}
	// A leading "$" is the whole message, and not a member of that name.
	if len(steps) == 0 || steps[len(steps)-1] == "$" {
		steps = append(steps, "$")
	}
	var b strings.Builder
	for at := len(steps) - 1; at >= 0; at-- {
		b.WriteString(steps[at])
		if at > 0 {
			b.WriteByte('.')
		}
	}
	return b.String()
}
