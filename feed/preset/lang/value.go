package lang

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Kind says what a [Value] is.
type Kind uint8

// The kinds of YAML 1.2's core schema. A scalar in quotes is always a String; `on`, `yes`, `.inf` and
// `.nan` are Strings without quotes too, since no JSON value stands for them.
const (
	Null Kind = iota
	Bool
	Number
	String
	List
	Map
)

// String names the kind with its article, as an error says it.
func (k Kind) String() string {
	switch k {
	case Null:
		return "null"
	case Bool:
		return "true or false"
	case Number:
		return "a number"
	case String:
		return "a text"
	case List:
		return "a list"
	case Map:
		return "a map"
	}
	return "Kind(" + strconv.Itoa(int(k)) + ")"
}

// Value is a tree as YAML gave it. Values share their parts and are read-only.
type Value struct {
	Kind Kind

	// Text is the scalar as written: `1.10` stays `1.10`, `0x1F` stays `0x1F`. A Bool is `true` or
	// `false`, whichever way it was capitalised; a Null, a List and a Map have none.
	Text string

	Keys  []string // of a Map: Keys[i] names Items[i], in the order written
	Items []Value  // of a List or a Map
}

// TextValue returns a String.
func TextValue(s string) Value { return Value{Kind: String, Text: s} }

// NumberValue returns a Number.
func NumberValue(n int64) Value { return Value{Kind: Number, Text: strconv.FormatInt(n, 10)} }

// ListValue returns a List that holds items, which it keeps.
func ListValue(items ...Value) Value { return Value{Kind: List, Items: items} }

// String returns the value as text: a scalar as written, nothing for null, the elements of a list
// joined by commas, a map as JSON.
func (v Value) String() string {
	switch v.Kind {
	case List:
		texts := make([]string, len(v.Items))
		for i, item := range v.Items {
			texts[i] = item.String()
		}
		return strings.Join(texts, ",")
	case Map:
		return string(v.AppendJSON(nil))
	}
	return v.Text
}

// AppendJSON appends the value as compact JSON, the keys of a map in order and `<>&` not escaped.
// A Number is written as it stands if JSON allows that, and in decimal otherwise.
func (v Value) AppendJSON(dst []byte) []byte {
	switch v.Kind {
	case Null:
		return append(dst, "null"...)
	case Bool:
		return append(dst, v.Text...)
	case Number:
		// What is no number after all can only come from a Value made by hand.
		if text, ok := decimal(v.Text); ok {
			return append(dst, text...)
		}
		return appendString(dst, v.Text)
	case List:
		dst = append(dst, '[')
		for i, item := range v.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = item.AppendJSON(dst)
		}
		return append(dst, ']')
	case Map:
		dst = append(dst, '{')
		for i, item := range v.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(appendString(dst, v.Keys[i]), ':')
			dst = item.AppendJSON(dst)
		}
		return append(dst, '}')
	}
	return appendString(dst, v.Text)
}

// appendString appends s as a JSON string (RFC 8259, section 7), escaping only what must be escaped.
func appendString(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	for _, r := range s { // bytes that are not UTF-8 come as U+FFFD: JSON has no way to say them
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r == '\n':
			dst = append(dst, '\\', 'n')
		case r == '\r':
			dst = append(dst, '\\', 'r')
		case r == '\t':
			dst = append(dst, '\\', 't')
		case r < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hex[r>>4], hex[r&0xF])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}
