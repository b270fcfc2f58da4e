package inspect

import (
	"bytes"
	"encoding/json"
)

// unquote returns the text of a string literal without its quotes, which encoding/json has accepted. It may be the
// literal's own bytes.
func unquote(literal []byte) []byte {
	if bytes.IndexByte(literal, '\\') < 0 {
		return literal
	}
	text, _ := tryUnquote(literal)
	return text
}

func tryUnquote(literal []byte) ([]byte, bool) {
	whole := make([]byte, 0, len(literal)+2)
	whole = append(append(append(whole, '"'), literal...), '"')
	var text string
	err := json.Unmarshal(whole, &text)
	return []byte(text), err == nil
}

// beginning returns as much of the text of a string literal as may be shown in so many cells, and more than that if
// there is more. The cost does not depend on the length of the literal.
func beginning(literal []byte, cells int) []byte {
	const (
		escape  = len(`\uFFFF`)
		cluster = 12 // bytes of the longest text that widgets/text puts into one cell
	)
	limit := (cells + 2) * cluster * escape
	if len(literal) <= limit {
		// Only what was cut is not a whole literal.
		limit = len(literal)
	}
	if head := literal[:limit]; bytes.IndexByte(head, '\\') < 0 {
		return head
	}
	// The end may go through an escape.
	for end := limit; end > max(limit-escape, 0); end-- {
		if text, ok := tryUnquote(literal[:end]); ok {
			return text
		}
	}
	return nil
}

// text returns a scalar as text, or false if it is no scalar or was not read whole.
func (d *document) text(i int32) (string, bool) {
	literal, ok := d.literal(i)
	if ok && d.nodes[i].kind == quoted {
		return string(unquote([]byte(literal))), true
	}
	return literal, ok
}

// literal returns a scalar as it stands in the message, a string without its quotes, or false as text does.
func (d *document) literal(i int32) (string, bool) {
	n := &d.nodes[i]
	if n.kind.container() || n.cut {
		return "", false
	}
	return string(d.raw[n.from:n.to]), true
}
