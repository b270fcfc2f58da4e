package inspect

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
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
		cluster = 12 // bytes of the longest text that draw puts into one cell
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

// maxNumber is the length of the longest text that is looked at as a number.
const maxNumber = 1024

// number reads text as the preset language does: decimal, hexadecimal after "0x", true and false as 1 and 0.
func number(text string) (float64, bool) {
	switch {
	case text == "true":
		return 1, true
	case text == "false":
		return 0, true
	case len(text) > maxNumber:
		return 0, false
	case strings.HasPrefix(text, "0x"), strings.HasPrefix(text, "0X"):
		if strings.Trim(text[2:], "0123456789abcdefABCDEF") != "" {
			return 0, false
		}
		text += "p0" // which makes it a number that ParseFloat reads at any length
	case strings.Trim(text, "+-.0123456789eE") != "":
		return 0, false // ParseFloat also reads "infinity" and "1_0"
	}
	v, err := strconv.ParseFloat(text, 64)
	return v, err == nil
}
