package inspect

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

const (
	// maxNodes bounds the values of one message that are read; what is left out is counted in bytes.
	maxNodes = 50_000
	// maxRead bounds the bytes of one message that are read. encoding/json takes 20 ms for a MiB of text.
	maxRead = 4 << 20
)

// A kind is what a value is.
type kind uint8

const (
	plain  kind = iota // a number, true, false or null: shown as it was written
	quoted             // a string
	list
	object
)

func (k kind) container() bool { return k >= list }

// brackets are those of a container.
func (k kind) brackets() (opening, closing string) {
	if k == list {
		return "[", "]"
	}
	return "{", "}"
}

// A node is one value of a message. Nodes stand in the order of the message, so that what is inside a container
// follows it.
type node struct {
	place  place
	parent int32 // index of the container that it is in, -1 for the root
	end    int32 // index of the first node that is not inside
	size   int32 // number of values directly inside
	index  int32 // position in its container
	depth  int32
	kind   kind
	cut    bool // reading ended inside it

	// Spans of the message: the value, and its name if it is in an object; of strings without the quotes.
	from, to         int
	nameFrom, nameTo int
}

// A document is a parsed JSON message. It refers to the message and holds no text of its own, so the numbers in
// it are exact.
type document struct {
	raw   []byte
	nodes []node
	// at finds a node by its place.
	at map[place]int32
	// left is how many bytes of the message were not read.
	left int
}

// readDocument parses raw: one JSON value, members in their order, every member of those with the same name. It
// reads no more than [maxNodes] values and [maxRead] bytes. It returns nil if what it read is not JSON.
func readDocument(raw []byte) *document {
	doc := readAs(raw, raw)
	if doc == nil {
		if text := withoutNaN(raw[:min(len(raw), maxRead)]); text != nil {
			doc = readAs(raw, append(text, raw[len(text):]...))
		}
	}
	return doc
}

// readAs reads text, which is raw or as long.
func readAs(raw, text []byte) *document {
	r := reader{
		doc:   &document{raw: raw, at: make(map[place]int32)},
		text:  text,
		limit: min(len(raw), maxRead),
		open:  -1,
	}
	if !r.read() || len(r.doc.nodes) == 0 {
		return nil
	}
	return r.doc
}

// A reader builds a document out of the tokens of a message.
type reader struct {
	doc   *document
	text  []byte // what is read
	limit int
	open  int32 // the innermost container that has not ended, or -1
	done  int   // the end of the last token that is part of the document

	named            bool // a name was read and its value was not
	nameFrom, nameTo int

	// repeats counts the members of a name that was there before, by the place of the first.
	repeats map[place]uint32
}

// read reports whether what could be read is JSON.
func (r *reader) read() bool {
	raw := r.text
	in := json.NewDecoder(bytes.NewReader(raw[:r.limit]))
	in.UseNumber()
	for {
		from := skipToToken(raw[:r.limit], int(in.InputOffset()))
		token, err := in.Token()
		to := int(in.InputOffset())
		limited := r.limit < len(raw)
		switch {
		case errors.Is(err, io.EOF) && !limited:
			return r.open < 0
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF) && limited:
			if from < r.limit && raw[from] == '"' && !r.expectsName() {
				// The beginning of a long text is more than nothing.
				r.add(quoted, from+1, r.limit)
				r.doc.nodes[len(r.doc.nodes)-1].cut = true
				r.done = r.limit
			}
			r.cut()
			return true
		case err != nil:
			return false
		case r.open < 0 && len(r.doc.nodes) > 0:
			return false // a second value
		}
		_, isNumber := token.(json.Number)
		if limited && isNumber && to == r.limit || len(r.doc.nodes) == maxNodes && token != json.Delim('}') && token != json.Delim(']') {
			// The number may go on beyond the limit.
			r.cut()
			return true
		}
		r.addToken(token, from, to)
	}
}

// addToken adds one token to the document.
func (r *reader) addToken(token json.Token, from, to int) {
	switch token := token.(type) {
	case json.Delim:
		switch token {
		case '{':
			r.open = r.add(object, from, to)
		case '[':
			r.open = r.add(list, from, to)
		default:
			n := &r.doc.nodes[r.open]
			n.to, n.end = to, int32(len(r.doc.nodes))
			r.open = n.parent
		}
	case string:
		if r.expectsName() {
			r.named, r.nameFrom, r.nameTo = true, from+1, to-1
			return // and is not done before its value is
		}
		r.add(quoted, from+1, to-1)
	default:
		r.add(plain, from, to)
	}
	r.done = to
}

// expectsName reports whether the next string is the name of a member.
func (r *reader) expectsName() bool {
	return r.open >= 0 && r.doc.nodes[r.open].kind == object && !r.named
}

// add appends a node and returns its index.
func (r *reader) add(k kind, from, to int) int32 {
	i := int32(len(r.doc.nodes))
	n := node{place: root, parent: r.open, end: i + 1, kind: k, from: from, to: to}
	if r.open >= 0 {
		parent := &r.doc.nodes[r.open]
		n.index, n.depth = parent.size, parent.depth+1
		parent.size++
		if parent.kind == list {
			n.place = parent.place.element(n.index)
		} else {
			n.nameFrom, n.nameTo = r.nameFrom, r.nameTo
			n.place = r.only(parent.place.member(unquote(r.doc.raw[n.nameFrom:n.nameTo])))
			r.named = false
		}
	}
	r.doc.at[n.place] = i
	r.doc.nodes = append(r.doc.nodes, n)
	return i
}

// only returns p, or a place of its own for a member whose name was there before.
func (r *reader) only(p place) place {
	if _, exists := r.doc.at[p]; !exists {
		return p
	}
	if r.repeats == nil {
		r.repeats = make(map[place]uint32)
	}
	r.repeats[p]++
	return p.again(r.repeats[p])
}

// cut ends the document before the message ends.
func (r *reader) cut() {
	r.doc.left = len(r.doc.raw) - r.done
	for i := r.open; i >= 0; i = r.doc.nodes[i].parent {
		n := &r.doc.nodes[i]
		n.cut, n.to, n.end = true, r.done, int32(len(r.doc.nodes))
	}
}

// skipToToken returns the index of the first byte of raw, from i on, that begins a token other than a separator.
func skipToToken(raw []byte, i int) int {
	for i < len(raw) {
		switch raw[i] {
		case ' ', '\t', '\r', '\n', ',', ':':
			i++
		default:
			return i
		}
	}
	return i
}
