// Package json reads one JSON text into a flat list of value spans.
//
// A feed sends hundreds of thousands of small messages a second, and a preset reads a few places of
// each. So a message is scanned once, strictly (RFC 8259, as encoding/json reads it), into a slice that
// is used again for the next one; nothing is copied, converted or allocated until a value is
// asked for. A message of the same shape as one of the last few is compared with it instead. There are no
// presets here, no goroutine and no I/O.
//
// NaN, Infinity and -Infinity, which some servers write where they have no number, are read as null: the rest
// of such a message is as good as any other.
package json

import "errors"

// What can be wrong with a text. A text that is no JSON is a normal thing on a feed, so the errors are
// values without positions.
var (
	ErrSyntax  = errors.New("not a JSON text")
	ErrDepth   = errors.New("nested more than 1,000 deep")
	ErrTooMany = errors.New("more than 1,048,576 values in one message")
)

const (
	maxDepth  = 1000
	maxValues = 1 << 20 // bounds the tape's memory at 20 MiB, whatever a server sends
)

// Kind is the type of a JSON value.
type Kind uint8

// The kinds of JSON values; None is the kind of [Nothing].
const (
	None Kind = iota
	Null
	False
	True
	Number
	String
	List
	Object
)

// Ref names a value on the tape. It is valid until the next Scan.
type Ref int32

// Nothing is the Ref of a value that is not there. Every method accepts it.
const Nothing Ref = -1

// value is one entry of the tape. The children of a list follow it; those of an object follow it as key,
// value, key, value.
type value struct {
	start, end uint32 // in the text; of a string, with its quotes
	next       int32  // the entry after this one and all that it holds
	about      uint32 // the kind, whether it is a string with backslashes, and how many elements or members
}

const (
	kindBits   = 0x7
	escapedBit = 0x8
	nameBit    = 0x10 // the name of a member
	oneMore    = 0x20 // about + oneMore counts one element or member more; maxValues of them fit
)

func (v *value) kind() Kind    { return Kind(v.about & kindBits) }
func (v *value) escaped() bool { return v.about&escapedBit != 0 }
func (v *value) count() int32  { return int32(v.about / oneMore) }

// about packs what is known of a value when it begins.
func about(kind Kind, escaped bool) uint32 {
	if escaped {
		return uint32(kind) | escapedBit
	}
	return uint32(kind)
}

// Tape is the result of a scan. The zero Tape is empty and ready for Scan; it grows to the largest
// message it has met and is not safe for concurrent use.
type Tape struct {
	text    []byte
	names   []byte  // what the names of members refer to: text, or that of the shape
	values  []value // those of scanned, or of the shape, or of its layout
	laid    *layout // of which values are; nil: of none
	known   *shape  // of the message; nil: it has none
	scanned []value
	open    []int32 // of the scan, kept for its memory
	scratch []byte  // unescaped text

	shapes []*shape
	last   int    // the place of the shape that a message had last
	turn   uint32 // messages so far
	debt   int
}

// Root returns the whole message, or Nothing after a failed Scan.
func (t *Tape) Root() Ref {
	if len(t.values) == 0 {
		return Nothing
	}
	return 0
}

// Values returns how many values there are, the names of members among them.
func (t *Tape) Values() int { return len(t.values) }

// Escaped reports whether the value is a string with escapes, whose Text is not in the text that was scanned.
func (t *Tape) Escaped(r Ref) bool { return r >= 0 && t.values[r].escaped() }

// Kind returns the type of the value, None for Nothing.
func (t *Tape) Kind(r Ref) Kind {
	if r < 0 {
		return None
	}
	return t.values[r].kind()
}

// Len returns the number of elements of a list or members of an object, and 0 for anything else.
func (t *Tape) Len(r Ref) int {
	if r < 0 {
		return 0
	}
	return int(t.values[r].count())
}

// Raw returns the value as it stands in the text that was scanned, which it aliases. The name of a member has Text alone.
func (t *Tape) Raw(r Ref) []byte {
	if r < 0 {
		return nil
	}
	v := &t.values[r]
	return t.text[v.start:v.end]
}

// Span returns where the value stands in the text that was scanned; 0, 0 for Nothing.
func (t *Tape) Span(r Ref) (start, end int) {
	if r < 0 {
		return 0, 0
	}
	v := &t.values[r]
	return int(v.start), int(v.end)
}

// Text returns a scalar as text: a string without quotes and escapes, anything else as written; nil for a
// list, an object or Nothing. The bytes are valid until the next Text or Scan, and alias the scanned text
// where they can. Invalid UTF-8 is passed on as it came.
func (t *Tape) Text(r Ref) []byte {
	if r < 0 {
		return nil
	}
	v := &t.values[r]
	switch {
	case v.kind() >= List:
		return nil
	case v.kind() != String:
		return t.text[v.start:v.end]
	case v.about&nameBit != 0 && !v.escaped():
		return t.names[v.start+1 : v.end-1]
	case !v.escaped():
		return t.text[v.start+1 : v.end-1]
	}
	t.scratch = unescape(t.scratch[:0], t.text[v.start+1:v.end-1])
	return t.scratch
}

// Scalar is Text, but nil for null.
func (t *Tape) Scalar(r Ref) []byte {
	if r < 0 {
		return nil
	}
	switch v := &t.values[r]; v.about & (kindBits | escapedBit | nameBit) {
	case uint32(String):
		return t.text[v.start+1 : v.end-1]
	case uint32(Number), uint32(True), uint32(False):
		return t.text[v.start:v.end]
	case uint32(Null):
		return nil
	}
	return t.Text(r)
}

// Field returns the member of an object with that name, the last one where the name stands twice (as
// encoding/json has it), or Nothing.
func (t *Tape) Field(r Ref, name string) Ref {
	if r < 0 {
		return Nothing
	}
	if t.known == nil || name == "" {
		return t.search(r, name)
	}
	m := t.known.member(r, name)
	if m.of != r || m.name != name {
		*m = member{name, r, t.search(r, name)}
	}
	return m.found
}

// search is Field without what is known of the shape.
func (t *Tape) search(r Ref, name string) Ref {
	if t.values[r].kind() != Object {
		return Nothing
	}
	found, end := Nothing, t.values[r].next
	for k := int32(r) + 1; k < end; k = t.values[k+1].next {
		key := &t.values[k]
		if key.escaped() {
			if string(t.Text(Ref(k))) == name {
				found = Ref(k + 1)
			}
		} else if string(t.names[key.start+1:key.end-1]) == name {
			found = Ref(k + 1)
		}
	}
	return found
}

// Index returns the i-th element of a list, from the end where i is negative, or Nothing.
func (t *Tape) Index(r Ref, i int) Ref {
	if r < 0 || t.values[r].kind() != List {
		return Nothing
	}
	v := &t.values[r]
	n := int(v.count())
	if i < 0 {
		i += n
	}
	if i < 0 || i >= n {
		return Nothing
	}
	first := int32(r) + 1
	if v.next == first+int32(n) { // only scalars: no walk
		return Ref(first + int32(i))
	}
	for ; i > 0; i-- {
		first = t.values[first].next
	}
	return Ref(first)
}

// First returns the first element of a list or the first member's value of an object, or Nothing.
func (t *Tape) First(r Ref) Ref {
	if r < 0 || t.values[r].count() == 0 {
		return Nothing
	}
	if t.values[r].kind() == Object {
		return r + 2
	}
	return r + 1
}

// Next returns the value that follows r in the list or object parent, or Nothing.
func (t *Tape) Next(parent, r Ref) Ref {
	next := t.values[r].next
	if next >= t.values[parent].next {
		return Nothing
	}
	if t.values[parent].kind() == Object {
		next++
	}
	return Ref(next)
}
